import * as flatbuffers from 'flatbuffers';
export declare class KillSwitch {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): KillSwitch;
    engaged(): number;
    mutate_engaged(value: number): boolean;
    scope(): number;
    mutate_scope(value: number): boolean;
    account(): number;
    mutate_account(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    static sizeOf(): number;
    static createKillSwitch(builder: flatbuffers.Builder, engaged: number, scope: number, account: number, instrument: number): flatbuffers.Offset;
}
