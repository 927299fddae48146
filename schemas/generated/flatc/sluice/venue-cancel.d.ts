import * as flatbuffers from 'flatbuffers';
export declare class VenueCancel {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): VenueCancel;
    venue(): number;
    mutate_venue(value: number): boolean;
    request(): number;
    mutate_request(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    legRef(): number;
    mutate_leg_ref(value: number): boolean;
    static sizeOf(): number;
    static createVenueCancel(builder: flatbuffers.Builder, venue: number, request: number, instrument: number, leg_ref: number): flatbuffers.Offset;
}
