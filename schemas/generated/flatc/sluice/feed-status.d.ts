import * as flatbuffers from 'flatbuffers';
/**
 * How far a feed's books of a venue can be trusted, in the ring of the quotes that it qualifies.
 */
export declare class FeedStatus {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): FeedStatus;
    venue(): number;
    mutate_venue(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    state(): number;
    mutate_state(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    static sizeOf(): number;
    static createFeedStatus(builder: flatbuffers.Builder, venue: number, instrument: number, state: number, reserved: number): flatbuffers.Offset;
}
