import * as flatbuffers from 'flatbuffers';
/**
 * The market reached a resting stop.
 */
export declare class TriggerOrder {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): TriggerOrder;
    order(): number;
    mutate_order(value: number): boolean;
    generation(): number;
    mutate_generation(value: number): boolean;
    triggerTicks(): number;
    mutate_trigger_ticks(value: number): boolean;
    static sizeOf(): number;
    static createTriggerOrder(builder: flatbuffers.Builder, order: number, generation: number, trigger_ticks: number): flatbuffers.Offset;
}
