import * as flatbuffers from 'flatbuffers';
/**
 * More worked orders wait for a decision than one step could look at.
 */
export declare class WorkStep {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): WorkStep;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    reserved1(): number;
    mutate_reserved1(value: number): boolean;
    static sizeOf(): number;
    static createWorkStep(builder: flatbuffers.Builder, reserved: number, reserved1: number): flatbuffers.Offset;
}
