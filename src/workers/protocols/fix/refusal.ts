/** Why an application message was not taken, in the words of the message that says so to the counterparty. */
import type { BusinessReason, RejectReason } from './tag.ts';

export const Taken = {
  RECORD: 0,
  /** Session Reject (35=3). */
  REJECTED: 1,
  /** BusinessMessageReject (35=j). */
  REFUSED: 2,
} as const;
export type Taken = (typeof Taken)[keyof typeof Taken];

export class Refusal {
  rejectReason: RejectReason = 99;
  businessReason: BusinessReason = 0;
  /** The field at fault; 0: none to name. */
  tag = 0;
  text = '';

  reject(reason: RejectReason, tag: number, text: string): Taken {
    this.rejectReason = reason;
    this.tag = tag;
    this.text = text;
    return Taken.REJECTED;
  }

  refuse(reason: BusinessReason, tag: number, text: string): Taken {
    this.businessReason = reason;
    this.tag = tag;
    this.text = text;
    return Taken.REFUSED;
  }
}
