import * as flatbuffers from 'flatbuffers';
export declare class MassCancelReport {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): MassCancelReport;
    clOrdId(index: number): number | null;
    response(): number;
    mutate_response(value: number): boolean;
    scope(): number;
    mutate_scope(value: number): boolean;
    side(): number;
    mutate_side(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    reason(): number;
    mutate_reason(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    account(): number;
    mutate_account(value: number): boolean;
    affected(): number;
    mutate_affected(value: number): boolean;
    static sizeOf(): number;
    static createMassCancelReport(builder: flatbuffers.Builder, cl_ord_id: number[], response: number, scope: number, side: number, reserved: number, reason: number, instrument: number, account: number, affected: number): flatbuffers.Offset;
}
