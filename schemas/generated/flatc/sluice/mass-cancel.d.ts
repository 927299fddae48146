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
    ofStrategy(): number;
    mutate_of_strategy(value: number): boolean;
    ofSession(): number;
    mutate_of_session(value: number): boolean;
    static sizeOf(): number;
    static createMassCancel(builder: flatbuffers.Builder, cl_ord_id: number[], instrument: number, account: number, side: number, scope: number, of_strategy: number, of_session: number): flatbuffers.Offset;
}
