import * as flatbuffers from 'flatbuffers';
/**
 * One step of asking a venue for orders in doubt after a restart.
 */
export declare class VenueSweep {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): VenueSweep;
    venue(): number;
    mutate_venue(value: number): boolean;
    cursor(): number;
    mutate_cursor(value: number): boolean;
    lastStreamSequence(): number;
    mutate_last_stream_sequence(value: number): boolean;
    lastOutputIndex(): number;
    mutate_last_output_index(value: number): boolean;
    static sizeOf(): number;
    static createVenueSweep(builder: flatbuffers.Builder, venue: number, cursor: number, last_stream_sequence: number, last_output_index: number): flatbuffers.Offset;
}
