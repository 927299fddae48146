import * as flatbuffers from 'flatbuffers';
/**
 * One step of a mass cancel.
 */
export declare class Sweep {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Sweep;
    sweep(): number;
    mutate_sweep(value: number): boolean;
    generation(): number;
    mutate_generation(value: number): boolean;
    static sizeOf(): number;
    static createSweep(builder: flatbuffers.Builder, sweep: number, generation: number): flatbuffers.Offset;
}
