/** The application of an initiator of ours: what an acceptor says, as numbers, to one handler. */
import { textOf } from './ascii.ts';
import { ClientReport, type FixClientCodec } from './client_codec.ts';
import type { FastHeader } from './fast_header.ts';
import type { FieldIndex } from './field_index.ts';
import { Refusal, Taken } from './refusal.ts';
import type { FixApplication } from './session_config.ts';
import { BusinessReason, MsgType, Tag } from './tag.ts';

export interface ClientHandler {
  /** ExecutionReport or OrderCancelReject; the object is filled anew with the next. */
  onReport(report: ClientReport): void;
  /** BusinessMessageReject of our message `sequence`; `clOrdId` 0: not said. */
  onRefused?(sequence: number, clOrdId: number, text: string): void;
  onMassCancelReport?(clOrdId: number, affected: number, isAccepted: boolean): void;
}

export class ClientApplication implements FixApplication {
  readonly refusal = new Refusal();
  private readonly codec: FixClientCodec;
  private readonly handler: ClientHandler;
  private readonly report = new ClientReport();

  constructor(codec: FixClientCodec, handler: ClientHandler) {
    this.codec = codec;
    this.handler = handler;
  }

  setTime(): void {
    // Messages are handled as they come.
  }

  takeFast(_header: FastHeader, _view: DataView, start: number): number {
    return start;
  }

  take(type: number, fields: FieldIndex, view: DataView): Taken {
    const { handler } = this;
    if (this.codec.read(fields, view, this.report)) handler.onReport(this.report);
    else if (type === MsgType.BUSINESS_MESSAGE_REJECT) {
      const start = fields.start(Tag.TEXT);
      const text = start < 0 ? '' : textOf(fields.bytes, start, fields.end(Tag.TEXT));
      const clOrdId = Math.max(0, fields.whole(Tag.BUSINESS_REJECT_REF_ID));
      handler.onRefused?.(Math.max(0, fields.whole(Tag.REF_SEQ_NUM)), clOrdId, text);
    } else if (type === MsgType.ORDER_MASS_CANCEL_REPORT) {
      const clOrdId = Math.max(0, fields.whole(Tag.CL_ORD_ID));
      handler.onMassCancelReport?.(clOrdId, Math.max(0, fields.whole(533)), fields.char(531) !== 0x30);
    } else return this.refusal.refuse(BusinessReason.UNSUPPORTED_MESSAGE_TYPE, 0, 'Unsupported message type');
    return Taken.RECORD;
  }

  publish(): void {
    // Each message was handled when it came.
  }

  onEpoch(): void {
    // A client of ours keeps no record of epochs.
  }
}
