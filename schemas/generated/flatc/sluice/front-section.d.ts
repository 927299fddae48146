import * as flatbuffers from 'flatbuffers';
/**
 * Orders and risk: what the command means, and whether it may.
 */
export declare class FrontSection {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): FrontSection;
    length(): number;
    mutate_length(value: number): boolean;
    event(): number;
    mutate_event(value: number): boolean;
    verdict(): number;
    mutate_verdict(value: number): boolean;
    status(): number;
    mutate_status(value: number): boolean;
    statusBefore(): number;
    mutate_status_before(value: number): boolean;
    reason(): number;
    mutate_reason(value: number): boolean;
    session(): number;
    mutate_session(value: number): boolean;
    order(): number;
    mutate_order(value: number): boolean;
    generation(): number;
    mutate_generation(value: number): boolean;
    leg(): number;
    mutate_leg(value: number): boolean;
    account(): number;
    mutate_account(value: number): boolean;
    strategy(): number;
    mutate_strategy(value: number): boolean;
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
    sweep(): number;
    mutate_sweep(value: number): boolean;
    orderId(): number;
    mutate_order_id(value: number): boolean;
    quantityLots(): number;
    mutate_quantity_lots(value: number): boolean;
    priceTicks(): number;
    mutate_price_ticks(value: number): boolean;
    filledLots(): number;
    mutate_filled_lots(value: number): boolean;
    leavesLots(): number;
    mutate_leaves_lots(value: number): boolean;
    filledValue(): number;
    mutate_filled_value(value: number): boolean;
    lastLots(): number;
    mutate_last_lots(value: number): boolean;
    lastTicks(): number;
    mutate_last_ticks(value: number): boolean;
    limitValue(): number;
    mutate_limit_value(value: number): boolean;
    observedValue(): number;
    mutate_observed_value(value: number): boolean;
    riskScore(): number;
    mutate_risk_score(value: number): boolean;
    displayLots(): number;
    mutate_display_lots(value: number): boolean;
    minLots(): number;
    mutate_min_lots(value: number): boolean;
    requestId(): number;
    mutate_request_id(value: number): boolean;
    clOrdId(index: number): number | null;
    origClOrdId(index: number): number | null;
    /**
     * Content only where a pending replace was lost, or the order is a child; the section ends before it otherwise.
     */
    lostClOrdId(index: number): number | null;
    /**
     * Content only where the order is a child, whose parent this is: the section ends before it otherwise.
     */
    parent(): number;
    mutate_parent(value: number): boolean;
    parentGeneration(): number;
    mutate_parent_generation(value: number): boolean;
    static sizeOf(): number;
    static createFrontSection(builder: flatbuffers.Builder, length: number, event: number, verdict: number, status: number, status_before: number, reason: number, session: number, order: number, generation: number, leg: number, account: number, strategy: number, instrument: number, side: number, order_type: number, time_in_force: number, flags: number, sweep: number, order_id: number, quantity_lots: number, price_ticks: number, filled_lots: number, leaves_lots: number, filled_value: number, last_lots: number, last_ticks: number, limit_value: number, observed_value: number, risk_score: number, display_lots: number, min_lots: number, request_id: number, cl_ord_id: number[], orig_cl_ord_id: number[], lost_cl_ord_id: number[], parent: number, parent_generation: number): flatbuffers.Offset;
}
