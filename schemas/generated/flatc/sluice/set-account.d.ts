import * as flatbuffers from 'flatbuffers';
export declare class SetAccount {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): SetAccount;
    name(index: number): number | null;
    account(): number;
    mutate_account(value: number): boolean;
    enabled(): number;
    mutate_enabled(value: number): boolean;
    maxOrderLots(): number;
    mutate_max_order_lots(value: number): boolean;
    maxPositionLots(): number;
    mutate_max_position_lots(value: number): boolean;
    maxExposure(): number;
    mutate_max_exposure(value: number): boolean;
    maxOrdersPerSecond(): number;
    mutate_max_orders_per_second(value: number): boolean;
    orderBurst(): number;
    mutate_order_burst(value: number): boolean;
    static sizeOf(): number;
    static createSetAccount(builder: flatbuffers.Builder, name: number[], account: number, enabled: number, max_order_lots: number, max_position_lots: number, max_exposure: number, max_orders_per_second: number, order_burst: number): flatbuffers.Offset;
}
