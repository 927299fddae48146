import * as flatbuffers from 'flatbuffers';
/**
 * A fill of an order that the venue's session does not know, which is kept apart until an operator says whose it is.
 */
export declare class StrayFill {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): StrayFill;
    venue(): number;
    mutate_venue(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    side(): number;
    mutate_side(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    reserved1(): number;
    mutate_reserved1(value: number): boolean;
    reserved2(): number;
    mutate_reserved2(value: number): boolean;
    venueOrderId(): number;
    mutate_venue_order_id(value: number): boolean;
    executionId(): number;
    mutate_execution_id(value: number): boolean;
    lastLots(): number;
    mutate_last_lots(value: number): boolean;
    lastTicks(): number;
    mutate_last_ticks(value: number): boolean;
    static sizeOf(): number;
    static createStrayFill(builder: flatbuffers.Builder, venue: number, instrument: number, side: number, reserved: number, reserved1: number, reserved2: number, venue_order_id: number, execution_id: number, last_lots: number, last_ticks: number): flatbuffers.Offset;
}
