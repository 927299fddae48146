import * as flatbuffers from 'flatbuffers';
export declare class ResetBreaker {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): ResetBreaker;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    static sizeOf(): number;
    static createResetBreaker(builder: flatbuffers.Builder, instrument: number, reserved: number): flatbuffers.Offset;
}
