/** How venues trade, as main knows it: what recovery found, and what was said since, by the rules of the engines' own tables. */

import { TradingChange, TradingPhase } from '../../workers/model/trading_phase.ts';
import type { TradingFound } from '../../workers/pipeline/trading_hours.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { TradingStatement } from '../engine/control_source.ts';
import type { ConnectionFigures } from '../live_view/figures.ts';

interface VenueState {
  calendar: number;
  operator: number;
  isHalted: boolean;
  readonly halted: Set<number>;
}

const PHASE_NAMES = new Map(Object.entries(TradingPhase).map(([name, phase]) => [phase as number, name]));

export class TradingStates {
  readonly #venues: readonly VenueState[];

  /** `venues` is how many there are. */
  constructor({ calendar, operator, halted, haltedAt }: TradingFound, venues: number) {
    this.#venues = Array.from({ length: venues }, (_, venue) => ({
      calendar: calendar[venue] ?? TradingPhase.NONE,
      operator: operator[venue] ?? TradingPhase.NONE,
      isHalted: halted.includes(venue),
      halted: new Set(haltedAt.filter(([, mask]) => (mask & (1 << venue)) !== 0).map(([instrument]) => instrument)),
    }));
  }

  apply(statement: TradingStatement): void {
    const { venue } = statement;
    for (const state of venue < 0 ? this.#venues : this.#venues.slice(venue, venue + 1)) change(state, statement);
  }

  /** The phase of a venue's calendar that the engine was told last. */
  calendarPhase(venue: number): number {
    return this.#venues[venue]?.calendar ?? TradingPhase.NONE;
  }

  /** Figures of the venues, in their order, with how each trades where anything was ever said of it. */
  shown(venues: readonly ConnectionFigures[], { instruments, venues: all }: Configuration): ConnectionFigures[] {
    return venues.map((figures) => {
      const state = this.#venues[all.findIndex(({ name }) => name === figures.name)];
      const text = state === undefined ? '' : textOf(state, (instrument) => instruments[instrument]?.symbol ?? '?');
      return text === '' ? figures : { ...figures, trading: text };
    });
  }
}

function change(state: VenueState, { change, instrument, phase }: TradingStatement): void {
  switch (change) {
    case TradingChange.CALENDAR:
      if (state.calendar !== phase) state.operator = TradingPhase.NONE;
      state.calendar = phase;
      break;
    case TradingChange.OPERATOR:
      state.operator = phase;
      break;
    case TradingChange.HALT:
      if (instrument < 0) state.isHalted = true;
      else state.halted.add(instrument);
      break;
    case TradingChange.RESUME:
      if (instrument < 0) state.isHalted = false;
      else state.halted.delete(instrument);
      break;
  }
}

/** `HALTED, CLOSED by operator, AAPL halted`, as far as it applies; empty where nothing was said. */
function textOf(
  { calendar, operator, isHalted, halted }: VenueState,
  symbolOf: (instrument: number) => string,
): string {
  const phase = operator === TradingPhase.NONE ? PHASE_NAMES.get(calendar) : `${PHASE_NAMES.get(operator)} by operator`;
  const symbols = [...halted].map(symbolOf).toSorted();
  return [
    ...(isHalted ? ['HALTED'] : []),
    ...(phase === undefined || phase === 'NONE' ? [] : [phase]),
    ...(symbols.length === 0 ? [] : [`${symbols.join(' ')} halted`]),
  ].join(', ');
}
