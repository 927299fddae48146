import * as flatbuffers from 'flatbuffers';
/**
 * Execution's word on a parent whose legs have all answered.
 */
export declare class LegsSettled {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): LegsSettled;
    order(): number;
    mutate_order(value: number): boolean;
    generation(): number;
    mutate_generation(value: number): boolean;
    outcome(): number;
    mutate_outcome(value: number): boolean;
    reason(): number;
    mutate_reason(value: number): boolean;
    quantityLots(): number;
    mutate_quantity_lots(value: number): boolean;
    priceTicks(): number;
    mutate_price_ticks(value: number): boolean;
    static sizeOf(): number;
    static createLegsSettled(builder: flatbuffers.Builder, order: number, generation: number, outcome: number, reason: number, quantity_lots: number, price_ticks: number): flatbuffers.Offset;
}
