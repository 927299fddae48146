import * as flatbuffers from 'flatbuffers';
export declare class RouteFragment {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): RouteFragment;
    venue(): number;
    mutate_venue(value: number): boolean;
    orderType(): number;
    mutate_order_type(value: number): boolean;
    timing(): number;
    mutate_timing(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    lots(): number;
    mutate_lots(value: number): boolean;
    priceTicks(): number;
    mutate_price_ticks(value: number): boolean;
    static sizeOf(): number;
    static createRouteFragment(builder: flatbuffers.Builder, venue: number, order_type: number, timing: number, reserved: number, lots: number, price_ticks: number): flatbuffers.Offset;
}
