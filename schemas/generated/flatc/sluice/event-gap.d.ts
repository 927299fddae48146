import * as flatbuffers from 'flatbuffers';
export declare class EventGap {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): EventGap;
    firstSequence(): number;
    mutate_first_sequence(value: number): boolean;
    lastSequence(): number;
    mutate_last_sequence(value: number): boolean;
    static sizeOf(): number;
    static createEventGap(builder: flatbuffers.Builder, first_sequence: number, last_sequence: number): flatbuffers.Offset;
}
