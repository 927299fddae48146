import * as flatbuffers from 'flatbuffers';
import { RouteFragment } from './route-fragment.js';
/**
 * Routing: RoutingDecision of the specification.
 */
export declare class RouteSection {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): RouteSection;
    length(): number;
    mutate_length(value: number): boolean;
    strategy(): number;
    mutate_strategy(value: number): boolean;
    fragmentCount(): number;
    mutate_fragment_count(value: number): boolean;
    backupCount(): number;
    mutate_backup_count(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    primaryVenue(): number;
    mutate_primary_venue(value: number): boolean;
    reason(): number;
    mutate_reason(value: number): boolean;
    backups(index: number): number | null;
    expectedQuality(): number;
    mutate_expected_quality(value: number): boolean;
    estimatedCost(): number;
    mutate_estimated_cost(value: number): boolean;
    fragments(index: number, obj?: RouteFragment): RouteFragment | null;
    static sizeOf(): number;
    static createRouteSection(builder: flatbuffers.Builder, length: number, strategy: number, fragment_count: number, backup_count: number, reserved: number, primary_venue: number, reason: number, backups: number[], expected_quality: number, estimated_cost: number, fragments: any[]): flatbuffers.Offset;
}
