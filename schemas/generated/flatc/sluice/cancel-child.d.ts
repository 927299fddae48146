import * as flatbuffers from 'flatbuffers';
/**
 * Cancels a child at its venues; nobody asked for it but the algorithm, or its parent's end.
 */
export declare class CancelChild {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): CancelChild;
    order(): number;
    mutate_order(value: number): boolean;
    generation(): number;
    mutate_generation(value: number): boolean;
    static sizeOf(): number;
    static createCancelChild(builder: flatbuffers.Builder, order: number, generation: number): flatbuffers.Offset;
}
