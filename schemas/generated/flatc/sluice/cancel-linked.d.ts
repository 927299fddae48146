import * as flatbuffers from 'flatbuffers';
/**
 * One step through the orders that are linked with one that traded: each of the others is cancelled.
 */
export declare class CancelLinked {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): CancelLinked;
    group(): number;
    mutate_group(value: number): boolean;
    generation(): number;
    mutate_generation(value: number): boolean;
    order(): number;
    mutate_order(value: number): boolean;
    orderGeneration(): number;
    mutate_order_generation(value: number): boolean;
    static sizeOf(): number;
    static createCancelLinked(builder: flatbuffers.Builder, group: number, generation: number, order: number, order_generation: number): flatbuffers.Offset;
}
