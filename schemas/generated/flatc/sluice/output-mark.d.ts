import * as flatbuffers from 'flatbuffers';
/**
 * To every destination when a snapshot marker passes egress: outputs up to here have been handed over.
 */
export declare class OutputMark {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): OutputMark;
    number(): number;
    mutate_number(value: number): boolean;
    static sizeOf(): number;
    static createOutputMark(builder: flatbuffers.Builder, number: number): flatbuffers.Offset;
}
