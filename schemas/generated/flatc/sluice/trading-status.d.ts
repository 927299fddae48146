import * as flatbuffers from 'flatbuffers';
/**
 * Whether a venue trades, or an instrument there: what the calendar says of it, and what an operator says.
 */
export declare class TradingStatus {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): TradingStatus;
    venue(): number;
    mutate_venue(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    change(): number;
    mutate_change(value: number): boolean;
    phase(): number;
    mutate_phase(value: number): boolean;
    newOrders(): number;
    mutate_new_orders(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    static sizeOf(): number;
    static createTradingStatus(builder: flatbuffers.Builder, venue: number, instrument: number, change: number, phase: number, new_orders: number, reserved: number): flatbuffers.Offset;
}
