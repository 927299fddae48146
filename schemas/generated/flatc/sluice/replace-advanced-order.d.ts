import * as flatbuffers from 'flatbuffers';
/**
 * A change of an advanced order: begins as ReplaceOrder does. What stays is repeated, as FIX has it.
 */
export declare class ReplaceAdvancedOrder {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): ReplaceAdvancedOrder;
    clOrdId(index: number): number | null;
    origClOrdId(index: number): number | null;
    account(): number;
    mutate_account(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    side(): number;
    mutate_side(value: number): boolean;
    orderType(): number;
    mutate_order_type(value: number): boolean;
    timeInForce(): number;
    mutate_time_in_force(value: number): boolean;
    flags(): number;
    mutate_flags(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    orderId(): number;
    mutate_order_id(value: number): boolean;
    quantityLots(): number;
    mutate_quantity_lots(value: number): boolean;
    priceTicks(): number;
    mutate_price_ticks(value: number): boolean;
    displayLots(): number;
    mutate_display_lots(value: number): boolean;
    stopTicks(): number;
    mutate_stop_ticks(value: number): boolean;
    pegOffsetTicks(): number;
    mutate_peg_offset_ticks(value: number): boolean;
    endTimeMs(): number;
    mutate_end_time_ms(value: number): boolean;
    participationRate(): number;
    mutate_participation_rate(value: number): boolean;
    expireTimeMs(): number;
    mutate_expire_time_ms(value: number): boolean;
    static sizeOf(): number;
    static createReplaceAdvancedOrder(builder: flatbuffers.Builder, cl_ord_id: number[], orig_cl_ord_id: number[], account: number, instrument: number, side: number, order_type: number, time_in_force: number, flags: number, reserved: number, order_id: number, quantity_lots: number, price_ticks: number, display_lots: number, stop_ticks: number, peg_offset_ticks: number, end_time_ms: number, participation_rate: number, expire_time_ms: number): flatbuffers.Offset;
}
