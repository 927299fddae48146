import * as flatbuffers from 'flatbuffers';
export declare class EngineStarted {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): EngineStarted;
    epoch(): number;
    mutate_epoch(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    wallTimeMs(): number;
    mutate_wall_time_ms(value: number): boolean;
    static sizeOf(): number;
    static createEngineStarted(builder: flatbuffers.Builder, epoch: number, reserved: number, wall_time_ms: number): flatbuffers.Offset;
}
