import * as flatbuffers from 'flatbuffers';
export declare class CancelReject {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): CancelReject;
    clOrdId(index: number): number | null;
    origClOrdId(index: number): number | null;
    status(): number;
    mutate_status(value: number): boolean;
    responseTo(): number;
    mutate_response_to(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    reason(): number;
    mutate_reason(value: number): boolean;
    account(): number;
    mutate_account(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    orderId(): number;
    mutate_order_id(value: number): boolean;
    static sizeOf(): number;
    static createCancelReject(builder: flatbuffers.Builder, cl_ord_id: number[], orig_cl_ord_id: number[], status: number, response_to: number, reserved: number, reason: number, account: number, instrument: number, order_id: number): flatbuffers.Offset;
}
