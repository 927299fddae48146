import * as flatbuffers from 'flatbuffers';
export declare class DayRoll {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): DayRoll;
    baseTimeMs(): number;
    mutate_base_time_ms(value: number): boolean;
    tradingDate(): number;
    mutate_trading_date(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    static sizeOf(): number;
    static createDayRoll(builder: flatbuffers.Builder, base_time_ms: number, trading_date: number, reserved: number): flatbuffers.Offset;
}
