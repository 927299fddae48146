import * as flatbuffers from 'flatbuffers';
export declare class SnapshotMarker {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): SnapshotMarker;
    number(): number;
    mutate_number(value: number): boolean;
    static sizeOf(): number;
    static createSnapshotMarker(builder: flatbuffers.Builder, number: number): flatbuffers.Offset;
}
