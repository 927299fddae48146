import * as flatbuffers from 'flatbuffers';
/**
 * A good-till-date order whose time has come.
 */
export declare class ExpireOrder {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): ExpireOrder;
    order(): number;
    mutate_order(value: number): boolean;
    generation(): number;
    mutate_generation(value: number): boolean;
    static sizeOf(): number;
    static createExpireOrder(builder: flatbuffers.Builder, order: number, generation: number): flatbuffers.Offset;
}
