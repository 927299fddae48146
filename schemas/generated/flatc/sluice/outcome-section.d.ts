import * as flatbuffers from 'flatbuffers';
import { LegInstruction } from './leg-instruction.js';
/**
 * Execution: what goes to venues, and what it asks of the stream.
 */
export declare class OutcomeSection {
    bb: flatbuffers.ByteBuffer | null;
    bb_pos: number;
    __init(i: number, bb: flatbuffers.ByteBuffer): OutcomeSection;
    length(): number;
    mutate_length(value: number): boolean;
    instructionCount(): number;
    mutate_instruction_count(value: number): boolean;
    followUpCount(): number;
    mutate_follow_up_count(value: number): boolean;
    reserved(): number;
    mutate_reserved(value: number): boolean;
    followUpTypes(index: number): number | null;
    followUpNumbers(index: number): number | null;
    instructions(index: number, obj?: LegInstruction): LegInstruction | null;
    static sizeOf(): number;
    static createOutcomeSection(builder: flatbuffers.Builder, length: number, instruction_count: number, follow_up_count: number, reserved: number, follow_up_types: number[], follow_up_numbers: number[], instructions: any[]): flatbuffers.Offset;
}
