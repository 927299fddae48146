import { ItchMessage } from '../../../protocols/itch/itch_message.ts';
import { ItchType } from '../../../protocols/itch/message_type.ts';
import { stockOf, textOf } from '../../../protocols/itch/text.ts';
import { INSTRUMENTS } from './layout.ts';

/** Trading states of messages H as characters; 0: nothing was said yet. */
export const TradingState = { HALTED: 0x48, PAUSED: 0x50, QUOTATION_ONLY: 0x51, TRADING: 0x54 } as const;

const OPENING_CROSS = 0x4f;
const CLOSING_CROSS = 0x43;
const HALT_BEGINS = 0x48;

/** What a feed says of instruments besides their orders and trades, and of the market. Seldom: it need not be fast. */
export interface InstrumentStates {
  /** Any of the types that say nothing of orders. The caller has seen that type and length belong together. */
  onMessage(view: DataView, at: number, length: number): void;
  /** For feeds without a directory: an Add names its stock, too. Eight bytes. */
  name(instrument: number, view: DataView, at: number): void;
  isNamed(instrument: number): boolean;
  /** '' when nothing said it. */
  symbol(instrument: number): string;
  /** The instrument of a symbol, or -1. Slow. */
  find(symbol: string): number;
  /** The character of message H. */
  tradingState(instrument: number): number;
  reason(instrument: number): string;
  /** Whether this market halted it, whatever the others do. */
  isHaltedHere(instrument: number): boolean;
  roundLotShares(instrument: number): number;
  /** Of the last cross of its kind that was told; 0: none, or nothing crossed. */
  openingPrice4(instrument: number): number;
  closingPrice4(instrument: number): number;
  /** Where the next cross would be, and by how much buyers (+) or sellers (-) are too many. */
  nearPrice4(instrument: number): number;
  imbalanceShares(instrument: number): number;
  /** The character of the last system event: O, S, Q, M, E or C; 0: none. */
  marketEvent(): number;
  /** The circuit breaker's breached level as a character; 0: none. */
  breachedLevel(): number;
  clear(): void;
}

export function makeInstrumentStates(): InstrumentStates {
  const message = new ItchMessage();
  const stocks = new Int32Array(INSTRUMENTS * 2);
  const states = new Uint8Array(INSTRUMENTS);
  const reasons = new Int32Array(INSTRUMENTS);
  const haltedHere = new Uint8Array(INSTRUMENTS);
  const roundLots = new Int32Array(INSTRUMENTS);
  const openings = new Float64Array(INSTRUMENTS);
  const closings = new Float64Array(INSTRUMENTS);
  const nearPrices = new Float64Array(INSTRUMENTS);
  const imbalances = new Float64Array(INSTRUMENTS);
  const market = { event: 0, breached: 0 };

  function onMessage(view: DataView, at: number, length: number): void {
    const type = message.decode(view, at, length);
    const { locate } = message;
    switch (type) {
      case ItchType.SYSTEM_EVENT:
        market.event = message.eventCode;
        break;
      case ItchType.BREAKER_STATUS:
        market.breached = message.breachedLevel;
        break;
      case ItchType.STOCK_DIRECTORY:
        stocks[locate * 2] = message.stockHigh;
        stocks[locate * 2 + 1] = message.stockLow;
        roundLots[locate] = message.roundLotShares;
        break;
      case ItchType.TRADING_ACTION:
        states[locate] = message.tradingState;
        reasons[locate] = message.reason;
        break;
      case ItchType.OPERATIONAL_HALT:
        haltedHere[locate] = message.haltAction === HALT_BEGINS ? 1 : 0;
        break;
      case ItchType.CROSS_TRADE:
        if (message.crossType === OPENING_CROSS) openings[locate] = message.price4;
        if (message.crossType === CLOSING_CROSS) closings[locate] = message.price4;
        break;
      case ItchType.IMBALANCE:
        nearPrices[locate] = message.nearPrice4;
        imbalances[locate] = imbalanceOf(message);
        break;
    }
  }

  function name(instrument: number, view: DataView, at: number): void {
    stocks[instrument * 2] = view.getInt32(at);
    stocks[instrument * 2 + 1] = view.getInt32(at + 4);
  }

  function symbol(instrument: number): string {
    return isNamed(instrument) ? stockOf(stocks[instrument * 2]!, stocks[instrument * 2 + 1]!) : '';
  }

  function isNamed(instrument: number): boolean {
    return stocks[instrument * 2] !== 0;
  }

  function find(wanted: string): number {
    for (let instrument = 0; instrument < INSTRUMENTS; instrument++) {
      if (isNamed(instrument) && symbol(instrument) === wanted) return instrument;
    }
    return -1;
  }

  return {
    onMessage,
    name,
    isNamed,
    symbol,
    find,
    tradingState: (instrument) => states[instrument]!,
    reason: (instrument) => textOf(reasons[instrument]!, 4).replaceAll('\0', ''),
    isHaltedHere: (instrument) => haltedHere[instrument] === 1,
    roundLotShares: (instrument) => roundLots[instrument]!,
    openingPrice4: (instrument) => openings[instrument]!,
    closingPrice4: (instrument) => closings[instrument]!,
    nearPrice4: (instrument) => nearPrices[instrument]!,
    imbalanceShares: (instrument) => imbalances[instrument]!,
    marketEvent: () => market.event,
    breachedLevel: () => market.breached,
    clear() {
      const all = [stocks, states, reasons, haltedHere, roundLots, openings, closings, nearPrices, imbalances];
      for (const array of all) array.fill(0);
      market.event = 0;
      market.breached = 0;
    },
  };
}

function imbalanceOf({ imbalanceShares, imbalanceDirection }: ItchMessage): number {
  if (imbalanceDirection === 0x42) return imbalanceShares;
  return imbalanceDirection === 0x53 ? -imbalanceShares : 0;
}
