/** In flow order. Each stage follows the one before it; the sequencer's cursor is what is published. */
export const STAGES = ['sequencer', 'front', 'routing', 'execution', 'portfolio', 'egress'] as const;
export type Stage = (typeof STAGES)[number];
export const StageIndex = {
  SEQUENCER: 0,
  FRONT: 1,
  ROUTING: 2,
  EXECUTION: 3,
  PORTFOLIO: 4,
  EGRESS: 5,
} as const;
