/** What the tests here share: messages made and read slowly and plainly, independent of the codec, and stand-ins. */
import { Region } from '../../../ring/memory.ts';
import { FixDirectory } from './directory.ts';
import { OrderApplication } from './order_application.ts';
import { OrderIntake } from './order_intake.ts';
import { MemoryOutboundLog } from './outbound_log.ts';
import type { RecordSink } from './record_sink.ts';
import { ReportEncoder } from './report_encoder.ts';
import { FixSession } from './session.ts';
import type { FixSessionConfig, FixTransport, InboundPosition } from './session_config.ts';

export const BASE_MS = Date.UTC(2026, 10, 22);
/** 14:30:00.123 of the trading day. */
export const NOW_NS = (14.5 * 3600 * 1000 + 123) * 1e6;
export const NOW_TEXT = '20261122-14:30:00.123';

export type Fields = ReadonlyArray<readonly [tag: number, value: string | number]>;

export function frame(body: string, begin = 'FIX.4.4'): string {
  const head = `8=${begin}\x019=${Buffer.byteLength(body, 'latin1')}\x01`;
  let sum = 0;
  for (const byte of Buffer.from(head + body, 'latin1')) sum = (sum + byte) % 256;
  return `${head}${body}10=${String(sum).padStart(3, '0')}\x01`;
}

export function body(fields: Fields): string {
  return fields.map(([tag, value]) => `${tag}=${value}\x01`).join('');
}

/** A message from CLIENT to SLUICE. */
export function message(type: string, sequence: number, fields: Fields, header: Fields = [], time = NOW_TEXT): string {
  const head: Fields = [
    [35, type],
    [49, 'CLIENT'],
    [56, 'SLUICE'],
    [34, sequence],
    [52, time],
  ];
  return frame(body([...head, ...header, ...fields]));
}

export const ORDER: Fields = [
  [11, 'order-1'],
  [1, 'ALPHA'],
  [55, 'AAPL'],
  [54, 1],
  [60, NOW_TEXT],
  [38, 300],
  [40, 2],
  [44, '187.25'],
  [59, 0],
];

/** `fields` with some replaced, or left out where the value is undefined; new ones at the end. */
export function having(fields: Fields, changes: Readonly<Record<number, string | number | undefined>>): Fields {
  const kept = fields.flatMap(([tag, value]): Fields => {
    const change = tag in changes ? changes[tag] : value;
    return change === undefined ? [] : [[tag, change]];
  });
  const added = Object.entries(changes).filter(
    ([tag, value]) => value !== undefined && !fields.some(([t]) => t === +tag),
  );
  return [...kept, ...added.map(([tag, value]): [number, string | number] => [+tag, value!])];
}

/** A message as a list of its fields, in order. Throws where the frame is wrong. */
export function parse(text: string): Array<[number, string]> {
  const lengthEnd = text.indexOf('\x01', 12);
  if (!text.startsWith('8=FIX.4.4\x019=')) throw new Error(`no message: ${show(text)}`);
  const rest = text.slice(lengthEnd + 1);
  const bodyText = rest.slice(0, Number(text.slice(12, lengthEnd)));
  if (frame(bodyText) !== text) throw new Error(`length or checksum: ${show(text)}`);
  return bodyText
    .split('\x01')
    .slice(0, -1)
    .map((field) => [Number.parseInt(field, 10), field.slice(field.indexOf('=') + 1)]);
}

/** Several messages one behind the other. */
export function split(text: string): string[] {
  return text === '' ? [] : text.split(/(?=8=FIX)/);
}

export function get(text: string, tag: number): string | undefined {
  return parse(text).find(([t]) => t === tag)?.[1];
}

export function show(text: string): string {
  return text.replaceAll('\x01', '|');
}

export const DIRECTORY = new FixDirectory(
  [
    { symbol: 'AAPL', tickMantissa: 1, tickExponent: -2, lotSize: 1 },
    { symbol: 'MSFT', tickMantissa: 5, tickExponent: -2, lotSize: 100 },
    { symbol: 'BRK.A-LONGNAME16', tickMantissa: 25, tickExponent: 0, lotSize: 1 },
    { symbol: 'EURUSD', tickMantissa: 1, tickExponent: -5, lotSize: 1000 },
  ],
  ['ALPHA', 'BETA', 'GAMMA'],
);

/** Keeps the records that were committed. */
export class TestSink implements RecordSink {
  readonly data: Region = new Region(new SharedArrayBuffer(1024));
  readonly records: Buffer[] = [];
  isFull = false;
  published = 0;
  private claimed = 0;

  claim(byteLength: number): number {
    if (this.isFull) return -1;
    this.data.u8.fill(0xee, 0, 512); // old bytes
    this.claimed = byteLength;
    return 8;
  }

  commit(): void {
    this.records.push(Buffer.from(this.data.u8.slice(8, 8 + this.claimed)));
  }

  publish(): void {
    this.published = this.records.length;
  }
}

export class TestTransport implements FixTransport {
  sent = '';
  isClosed = false;

  write(bytes: Uint8Array): void {
    if (this.isClosed) throw new Error('written after close');
    this.sent += Buffer.from(bytes).toString('latin1');
  }

  close(): void {
    this.isClosed = true;
  }

  /** What was sent since the last call, message by message. */
  take(): string[] {
    const messages = split(this.sent);
    this.sent = '';
    return messages;
  }
}

export interface Rig {
  readonly session: FixSession;
  readonly sink: TestSink;
  readonly log: MemoryOutboundLog;
  readonly application: OrderApplication;
  readonly reasons: string[];
  transport: TestTransport;
}

/** An acceptor for CLIENT with everything around it. */
export function acceptor(
  config: Partial<FixSessionConfig> = {},
  log = new MemoryOutboundLog(),
  inbound?: InboundPosition,
): Rig {
  const sink = new TestSink();
  const intake = new OrderIntake(DIRECTORY, sink, { account: 0, strategy: 7, accounts: undefined });
  const application = new OrderApplication(intake);
  const reasons: string[] = [];
  const session = new FixSession({
    config: { role: 'acceptor', senderCompId: 'SLUICE', targetCompId: 'CLIENT', ...config },
    log,
    application,
    encoder: new ReportEncoder(DIRECTORY),
    inbound,
    baseTimeMs: BASE_MS,
    listener: { onClosed: (reason) => reasons.push(reason) },
  });
  return { session, sink, log, application, reasons, transport: new TestTransport() };
}

export const LOGON: Fields = [
  [98, 0],
  [108, 30],
];

export function send(rig: Rig, text: string, nowNs = NOW_NS): string[] {
  rig.session.onBytes(Buffer.from(text, 'latin1'), nowNs);
  return rig.transport.take();
}

/** The same session on a new connection, as if its client had sent nothing yet: cheaper than a new one. */
export function relog(rig: Rig): Rig {
  rig.session.onDisconnect(NOW_NS);
  rig.transport = new TestTransport();
  rig.session.nextInbound = 1;
  rig.session.onConnect(rig.transport, NOW_NS);
  send(rig, message('A', 1, LOGON));
  rig.sink.records.length = 0;
  return rig;
}

/** Connected and logged on, with number 1 used on both sides. */
export function loggedOn(config: Partial<FixSessionConfig> = {}): Rig {
  const rig = acceptor(config);
  rig.session.onConnect(rig.transport, NOW_NS);
  const answers = send(rig, message('A', 1, LOGON));
  if (answers.length !== 1 || get(answers[0]!, 35) !== 'A') throw new Error(`logon failed: ${rig.reasons}`);
  return rig;
}
