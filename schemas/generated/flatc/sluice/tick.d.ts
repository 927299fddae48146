import * as flatbuffers from 'flatbuffers';
export declare class Tick {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): Tick;
    deadline(): number;
    mutate_deadline(value: number): boolean;
    static sizeOf(): number;
    static createTick(builder: flatbuffers.Builder, deadline: number): flatbuffers.Offset;
}
