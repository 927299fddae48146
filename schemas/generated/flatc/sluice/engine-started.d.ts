import * as flatbuffers from 'flatbuffers';
/**
 * `rules`: which decisions the engine takes where a later release decides otherwise (model/rules.ts); 0 in the first journals.
 */
export declare class EngineStarted {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): EngineStarted;
    epoch(): number;
    mutate_epoch(value: number): boolean;
    rules(): number;
    mutate_rules(value: number): boolean;
    wallTimeMs(): number;
    mutate_wall_time_ms(value: number): boolean;
    static sizeOf(): number;
    static createEngineStarted(builder: flatbuffers.Builder, epoch: number, rules: number, wall_time_ms: number): flatbuffers.Offset;
}
