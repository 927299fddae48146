import * as flatbuffers from 'flatbuffers';
/**
 * An operator's word on a fill that was kept apart.
 */
export declare class ResolveFill {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): ResolveFill;
    number(): number;
    mutate_number(value: number): boolean;
    assigned(): number;
    mutate_assigned(value: number): boolean;
    account(): number;
    mutate_account(value: number): boolean;
    strategy(): number;
    mutate_strategy(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    side(): number;
    mutate_side(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    static sizeOf(): number;
    static createResolveFill(builder: flatbuffers.Builder, number: number, assigned: number, account: number, strategy: number, instrument: number, side: number, reserved: number): flatbuffers.Offset;
}
