import * as flatbuffers from 'flatbuffers';
/**
 * venue_restarted: the venue has forgotten its orders, so that every live leg is asked about.
 */
export declare class SessionRecovered {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): SessionRecovered;
    venue(): number;
    mutate_venue(value: number): boolean;
    venueRestarted(): number;
    mutate_venue_restarted(value: number): boolean;
    lastStreamSequence(): number;
    mutate_last_stream_sequence(value: number): boolean;
    lastOutputIndex(): number;
    mutate_last_output_index(value: number): boolean;
    static sizeOf(): number;
    static createSessionRecovered(builder: flatbuffers.Builder, venue: number, venue_restarted: number, last_stream_sequence: number, last_output_index: number): flatbuffers.Offset;
}
