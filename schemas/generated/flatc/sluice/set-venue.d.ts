import * as flatbuffers from 'flatbuffers';
export declare class SetVenue {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): SetVenue;
    name(index: number): number | null;
    venue(): number;
    mutate_venue(value: number): boolean;
    venueType(): number;
    mutate_venue_type(value: number): boolean;
    enabled(): number;
    mutate_enabled(value: number): boolean;
    lacks(): number;
    mutate_lacks(value: number): boolean;
    latencyNs(): number;
    mutate_latency_ns(value: number): boolean;
    feeBps(): number;
    mutate_fee_bps(value: number): boolean;
    fillProbability(): number;
    mutate_fill_probability(value: number): boolean;
    rejectionRate(): number;
    mutate_rejection_rate(value: number): boolean;
    static sizeOf(): number;
    static createSetVenue(builder: flatbuffers.Builder, name: number[], venue: number, venue_type: number, enabled: number, lacks: number, latency_ns: number, fee_bps: number, fill_probability: number, rejection_rate: number): flatbuffers.Offset;
}
