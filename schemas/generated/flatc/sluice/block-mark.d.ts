import * as flatbuffers from 'flatbuffers';
export declare class BlockMark {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): BlockMark;
    syncedBytes(): number;
    mutate_synced_bytes(value: number): boolean;
    blockBytes(): number;
    mutate_block_bytes(value: number): boolean;
    lastSequence(): number;
    mutate_last_sequence(value: number): boolean;
    chain(index: number): number | null;
    static sizeOf(): number;
    static createBlockMark(builder: flatbuffers.Builder, synced_bytes: number, block_bytes: number, last_sequence: number, chain: number[]): flatbuffers.Offset;
}
