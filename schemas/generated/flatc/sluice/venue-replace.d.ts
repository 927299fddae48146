import * as flatbuffers from 'flatbuffers';
export declare class VenueReplace {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): VenueReplace;
    venue(): number;
    mutate_venue(value: number): boolean;
    request(): number;
    mutate_request(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    legRef(): number;
    mutate_leg_ref(value: number): boolean;
    lots(): number;
    mutate_lots(value: number): boolean;
    priceTicks(): number;
    mutate_price_ticks(value: number): boolean;
    static sizeOf(): number;
    static createVenueReplace(builder: flatbuffers.Builder, venue: number, request: number, instrument: number, leg_ref: number, lots: number, price_ticks: number): flatbuffers.Offset;
}
