import * as flatbuffers from 'flatbuffers';
export declare class MassCancel {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): MassCancel;
    clOrdId(index: number): number | null;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    account(): number;
    mutate_account(value: number): boolean;
    side(): number;
    mutate_side(value: number): boolean;
    scope(): number;
    mutate_scope(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    reserved1(): number;
    mutate_reserved1(value: number): boolean;
    static sizeOf(): number;
    static createMassCancel(builder: flatbuffers.Builder, cl_ord_id: number[], instrument: number, account: number, side: number, scope: number, reserved: number, reserved1: number): flatbuffers.Offset;
}
