import * as flatbuffers from 'flatbuffers';
/**
 * A venue takes a trade back, or says that it was otherwise than first reported.
 */
export declare class TradeChange {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): TradeChange;
    venue(): number;
    mutate_venue(value: number): boolean;
    kind(): number;
    mutate_kind(value: number): boolean;
    reopened(): number;
    mutate_reopened(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    reserved1(): number;
    mutate_reserved1(value: number): boolean;
    legRef(): number;
    mutate_leg_ref(value: number): boolean;
    executionId(): number;
    mutate_execution_id(value: number): boolean;
    originalExecutionId(): number;
    mutate_original_execution_id(value: number): boolean;
    lastLots(): number;
    mutate_last_lots(value: number): boolean;
    lastTicks(): number;
    mutate_last_ticks(value: number): boolean;
    static sizeOf(): number;
    static createTradeChange(builder: flatbuffers.Builder, venue: number, kind: number, reopened: number, reserved: number, reserved1: number, leg_ref: number, execution_id: number, original_execution_id: number, last_lots: number, last_ticks: number): flatbuffers.Offset;
}
