import * as flatbuffers from 'flatbuffers';
/**
 * How an instrument's volume lies over the day, UTC, as the mean of earlier days had it: millionths of it, a quarter of an hour each.
 */
export declare class SetVolumeCurve {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): SetVolumeCurve;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    days(): number;
    mutate_days(value: number): boolean;
    shares(index: number): number | null;
    static sizeOf(): number;
    static createSetVolumeCurve(builder: flatbuffers.Builder, instrument: number, days: number, shares: number[]): flatbuffers.Offset;
}
