import * as flatbuffers from 'flatbuffers';
/**
 * Portfolio: the position after a fill.
 */
export declare class PortfolioSection {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): PortfolioSection;
    length(): number;
    mutate_length(value: number): boolean;
    account(): number;
    mutate_account(value: number): boolean;
    strategy(): number;
    mutate_strategy(value: number): boolean;
    instrument(): number;
    mutate_instrument(value: number): boolean;
    positionLots(): number;
    mutate_position_lots(value: number): boolean;
    averageTicks(): number;
    mutate_average_ticks(value: number): boolean;
    realised(): number;
    mutate_realised(value: number): boolean;
    unrealised(): number;
    mutate_unrealised(value: number): boolean;
    volumeLots(): number;
    mutate_volume_lots(value: number): boolean;
    static sizeOf(): number;
    static createPortfolioSection(builder: flatbuffers.Builder, length: number, account: number, strategy: number, instrument: number, position_lots: number, average_ticks: number, realised: number, unrealised: number, volume_lots: number): flatbuffers.Offset;
}
