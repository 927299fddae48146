import * as flatbuffers from 'flatbuffers';
export declare class VenueStatus {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): VenueStatus;
    venue(): number;
    mutate_venue(value: number): boolean;
    connected(): number;
    mutate_connected(value: number): boolean;
    static sizeOf(): number;
    static createVenueStatus(builder: flatbuffers.Builder, venue: number, connected: number): flatbuffers.Offset;
}
