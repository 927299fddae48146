/**
 * The exchange's session messages: a wire Message with a header and no body. `type` is one of these; the fields that
 * each uses are named here, the others are zero.
 *
 * Both directions are numbered from 1 and nothing numbered is ever lost: orders by the client (`sourceSequence` of
 * each order message), reports by the exchange. Numbers live as long as the exchange's epoch.
 */
export const SessionMessage = {
  /** Client, first. source: session; sourceEpoch: the exchange's epoch that it knows, 0 none; sourceSequence: next report number expected. */
  HELLO: 0xf001,
  /** Exchange's answer. sourceEpoch: its epoch; sourceSequence: last order message received; sequence: last report number. */
  WELCOME: 0xf002,
  /** Either. sourceSequence: last number received from the other side. */
  HEARTBEAT: 0xf003,
  /** Client. sourceSequence: order messages up to here will not come. */
  GAP_FILL: 0xf004,
} as const;
export type SessionMessage = (typeof SessionMessage)[keyof typeof SessionMessage];

/** `flags` of HELLO: orders of the session are cancelled when its connection ends. */
export const CANCEL_ON_DISCONNECT = 4;
