import * as flatbuffers from 'flatbuffers';
/**
 * A later child of a parent: a backup venue's turn, a slice.
 */
export declare class ChildOrder {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): ChildOrder;
    order(): number;
    mutate_order(value: number): boolean;
    generation(): number;
    mutate_generation(value: number): boolean;
    venue(): number;
    mutate_venue(value: number): boolean;
    fromLeg(): number;
    mutate_from_leg(value: number): boolean;
    orderType(): number;
    mutate_order_type(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    reserved1(): number;
    mutate_reserved1(value: number): boolean;
    attempt(): number;
    mutate_attempt(value: number): boolean;
    lots(): number;
    mutate_lots(value: number): boolean;
    priceTicks(): number;
    mutate_price_ticks(value: number): boolean;
    static sizeOf(): number;
    static createChildOrder(builder: flatbuffers.Builder, order: number, generation: number, venue: number, from_leg: number, order_type: number, reserved: number, reserved1: number, attempt: number, lots: number, price_ticks: number): flatbuffers.Offset;
}
