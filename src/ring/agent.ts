/** What a runner turns: an engine's connection to its rings. It knows no thread, no core and no idle strategy. */
export interface Agent {
  readonly name: string;
  /** One turn of the duty cycle: takes what is there, never waits. Returns how much work it did; 0 lets the runner idle. */
  doWork(): number;
  /** On the agent's own thread, before its first turn. */
  onStart?(): void;
  /** On the agent's own thread, after its last turn, also after an error. */
  onClose?(): void;
}
