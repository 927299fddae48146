import * as flatbuffers from 'flatbuffers';
export declare class OrderStatusRequest {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): OrderStatusRequest;
    clOrdId(index: number): number | null;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    side(): number;
    mutate_side(value: number): boolean;
    flags(): number;
    mutate_flags(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    orderId(): number;
    mutate_order_id(value: number): boolean;
    requestId(): number;
    mutate_request_id(value: number): boolean;
    static sizeOf(): number;
    static createOrderStatusRequest(builder: flatbuffers.Builder, cl_ord_id: number[], instrument: number, side: number, flags: number, reserved: number, order_id: number, request_id: number): flatbuffers.Offset;
}
