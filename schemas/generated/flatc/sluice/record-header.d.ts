import * as flatbuffers from 'flatbuffers';
/**
 * 64 bytes in front of every command, output and event.
 */
export declare class RecordHeader {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): RecordHeader;
    length(): number;
    mutate_length(value: number): boolean;
    type(): number;
    mutate_type(value: number): boolean;
    version(): number;
    mutate_version(value: number): boolean;
    flags(): number;
    mutate_flags(value: number): boolean;
    checksum(): number;
    mutate_checksum(value: number): boolean;
    source(): number;
    mutate_source(value: number): boolean;
    sequence(): number;
    mutate_sequence(value: number): boolean;
    time(): number;
    mutate_time(value: number): boolean;
    sourceEpoch(): number;
    mutate_source_epoch(value: number): boolean;
    outputIndex(): number;
    mutate_output_index(value: number): boolean;
    sourceSequence(): number;
    mutate_source_sequence(value: number): boolean;
    ingressTime(): number;
    mutate_ingress_time(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    static sizeOf(): number;
    static createRecordHeader(builder: flatbuffers.Builder, length: number, type: number, version: number, flags: number, checksum: number, source: number, sequence: number, time: number, source_epoch: number, output_index: number, source_sequence: number, ingress_time: number, reserved: number): flatbuffers.Offset;
}
