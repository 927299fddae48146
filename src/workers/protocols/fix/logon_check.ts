/** Whether a Logon is accepted. */
import { DIGIT_0 } from './ascii.ts';
import type { FieldIndex } from './field_index.ts';
import { DEFINITIONS } from './message_definition.ts';
import type { ResolvedConfig } from './session_config.ts';
import { MsgType, REJECT_TEXT, Tag } from './tag.ts';

/** Within the tolerance; `sendingTimeMs` that is no time is not. */
export function isInTime({ sendingTimeToleranceMs }: ResolvedConfig, sendingTimeMs: number, nowMs: number): boolean {
  return sendingTimeToleranceMs === 0 || Math.abs(sendingTimeMs - nowMs) <= sendingTimeToleranceMs;
}

/** Why this Logon is not accepted; empty: it is. */
export function refuseLogon(
  fields: FieldIndex,
  config: ResolvedConfig,
  nowMs: number,
  sequence: number,
  isReset: boolean,
): string {
  const definition = DEFINITIONS[MsgType.LOGON]!;
  const isValid = config.isLenient ? fields.isUsable(definition) : fields.validate(definition);
  if (!isValid) return `${REJECT_TEXT[fields.fault]} (${fields.faultTag})`;
  if (!isInTime(config, fields.timestamp(Tag.SENDING_TIME), nowMs)) return 'SendingTime accuracy problem';
  if (fields.char(Tag.ENCRYPT_METHOD) !== DIGIT_0) return 'EncryptMethod (98) must be 0 (none)';
  const heartbeat = fields.whole(Tag.HEART_BT_INT);
  const { minHeartbeatSeconds: least, maxHeartbeatSeconds: most } = config;
  if (heartbeat < 0 || (config.role === 'acceptor' && (heartbeat < least || heartbeat > most))) {
    return `HeartBtInt (108) must be from ${least} to ${most}`;
  }
  if (isReset && sequence !== 1) return 'MsgSeqNum must be 1 with ResetSeqNumFlag (141)';
  if (config.role === 'initiator') {
    return isReset && !config.resetOnLogon ? 'ResetSeqNumFlag (141) was not asked for' : '';
  }
  return isCredential(fields, Tag.USERNAME, config.username) && isCredential(fields, Tag.PASSWORD, config.password)
    ? ''
    : 'Username or Password is wrong';
}

function isCredential(fields: FieldIndex, tag: number, expected: string | undefined): boolean {
  return expected === undefined || fields.equals(tag, Buffer.from(expected));
}
