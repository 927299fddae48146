import * as flatbuffers from 'flatbuffers';
/**
 * A child of an order that the engine works: its next slice, which takes no more than is left of its parent.
 */
export declare class SliceOrder {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): SliceOrder;
    order(): number;
    mutate_order(value: number): boolean;
    generation(): number;
    mutate_generation(value: number): boolean;
    orderType(): number;
    mutate_order_type(value: number): boolean;
    timeInForce(): number;
    mutate_time_in_force(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    reserved1(): number;
    mutate_reserved1(value: number): boolean;
    lots(): number;
    mutate_lots(value: number): boolean;
    priceTicks(): number;
    mutate_price_ticks(value: number): boolean;
    displayLots(): number;
    mutate_display_lots(value: number): boolean;
    minLots(): number;
    mutate_min_lots(value: number): boolean;
    static sizeOf(): number;
    static createSliceOrder(builder: flatbuffers.Builder, order: number, generation: number, order_type: number, time_in_force: number, reserved: number, reserved1: number, lots: number, price_ticks: number, display_lots: number, min_lots: number): flatbuffers.Offset;
}
