/** What a session is given, and what it calls. */
import type { FastHeader } from './fast_header.ts';
import type { FieldIndex } from './field_index.ts';
import type { OutboundLog } from './outbound_log.ts';
import type { Refusal, Taken } from './refusal.ts';
import type { ReportEncoder } from './report_encoder.ts';

export interface FixSessionConfig {
  /** Acceptors wait for a Logon, initiators send one. */
  readonly role: 'acceptor' | 'initiator';
  /** Ours and theirs: 1 to 32 printable ASCII characters. */
  readonly senderCompId: string;
  readonly targetCompId: string;
  /** Acceptor: asked of the Logon (553, 554) where set. Initiator: sent in it. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Initiator: what it asks for. */
  readonly heartbeatSeconds?: number;
  /** Acceptor: the shortest and the longest HeartBtInt (108) that it accepts; 0 is none at all. */
  readonly minHeartbeatSeconds?: number;
  readonly maxHeartbeatSeconds?: number;
  /** Initiator: both sides start at 1 with each Logon (141=Y). */
  readonly resetOnLogon?: boolean;
  readonly logonTimeoutMs?: number;
  readonly logoutTimeoutMs?: number;
  /** How far SendingTime (52) may be from our clock; 0: not checked. */
  readonly sendingTimeToleranceMs?: number;
  /** A longer message ends the session. */
  readonly maxMessageBytes?: number;
  /** Constant fields that each message's header has, and each Logon: tag and value. */
  readonly headerFields?: readonly TagValue[];
  readonly logonFields?: readonly TagValue[];
  /** Of what comes in, only the fields that are required or read must be as the dictionary says; others are passed over. */
  readonly isLenient?: boolean;
}

export type TagValue = readonly [tag: number, value: string];

export type ResolvedConfig = Required<FixSessionConfig>;

const COMP_ID = /^[\x21-\x7e]{1,32}$/;

export function resolveConfig(config: FixSessionConfig): ResolvedConfig {
  for (const id of [config.senderCompId, config.targetCompId]) {
    if (!COMP_ID.test(id)) throw new RangeError(`CompID ${JSON.stringify(id)}: 1 to 32 printable characters`);
  }
  return {
    username: undefined,
    password: undefined,
    heartbeatSeconds: 30,
    minHeartbeatSeconds: 0,
    maxHeartbeatSeconds: 3600,
    resetOnLogon: false,
    logonTimeoutMs: 10_000,
    logoutTimeoutMs: 2_000,
    sendingTimeToleranceMs: 120_000,
    maxMessageBytes: 8_192,
    headerFields: [],
    logonFields: [],
    isLenient: false,
    ...config,
  };
}

/** A connection, as far as a session needs it. */
export interface FixTransport {
  /** The bytes are the session's again when this returns: what cannot be handed to the kernel at once must be copied. */
  write(bytes: Uint8Array): void;
  /** What was written goes out first. */
  close(): void;
}

/** What a session does with application messages. */
export interface FixApplication {
  /** Why the last message was not taken. */
  readonly refusal: Refusal;
  /** When the bytes came that the next messages are in. */
  setTime(nowNs: number): void;
  /**
   * Takes the messages from `start` on that it can take quickly and with certainty, for as long as they follow each other, whole
   * and before `readEnd`; `header` counts them. Returns where the first message starts that is left to the general way.
   */
  takeFast(header: FastHeader, view: DataView, start: number, readEnd: number): number;
  /** A message that the dictionary allows and whose turn it is. */
  take(type: number, fields: FieldIndex, view: DataView, sequence: number): Taken;
  /** The other side's Reject (3) of a message of ours. */
  takeReject?(fields: FieldIndex): void;
  /** Whether a message of ours is sent again when it is asked for; else a gap fill stands for it. `fields` are its own. */
  isResent?(type: number, outboundNumber: number, fields: FieldIndex): boolean;
  /** End of a chunk: what was taken may be seen. */
  publish(): void;
  /** Numbering has started anew: what follows belongs to this incarnation. */
  onEpoch(epoch: number): void;
}

export interface FixSessionListener {
  onActive?(): void;
  /** The session is no longer connected; `reason` is for the log of the process. */
  onClosed?(reason: string): void;
}

/** The last message of this session that the engine's log has. */
export interface InboundPosition {
  readonly sourceEpoch: number;
  readonly sourceSequence: number;
}

export interface FixSessionParts {
  readonly config: FixSessionConfig;
  readonly log: OutboundLog;
  readonly application: FixApplication;
  /** For a side that sends reports. */
  readonly encoder?: ReportEncoder | undefined;
  /** What recovery found in the engine's log; undefined: nothing. */
  readonly inbound?: InboundPosition | undefined;
  /** Milliseconds since 1970 at the trading day's base time: what all `nowNs` count from. */
  readonly baseTimeMs: number;
  readonly listener?: FixSessionListener | undefined;
}
