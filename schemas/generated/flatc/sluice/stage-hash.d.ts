import * as flatbuffers from 'flatbuffers';
export declare class StageHash {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): StageHash;
    stage(): number;
    mutate_stage(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    hash0(): number;
    mutate_hash0(value: number): boolean;
    hash1(): number;
    mutate_hash1(value: number): boolean;
    records(): number;
    mutate_records(value: number): boolean;
    static sizeOf(): number;
    static createStageHash(builder: flatbuffers.Builder, stage: number, reserved: number, hash0: number, hash1: number, records: number): flatbuffers.Offset;
}
