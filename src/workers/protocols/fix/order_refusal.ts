/** Why a message that the dictionary allows is no order: one function a reason. */
import { REASON_TEXT, ReasonCode } from '../../model/reason.ts';
import { textOf } from './ascii.ts';
import type { FieldIndex } from './field_index.ts';
import { Refusal, type Taken } from './refusal.ts';
import { BusinessReason, RejectReason, Tag } from './tag.ts';
import { MAX_ID_BYTES } from './text_field.ts';

const AMOUNT_NAMES: Readonly<Record<number, string>> = {
  [Tag.ORDER_QTY]: 'OrderQty',
  [Tag.PRICE]: 'Price',
  [Tag.MAX_FLOOR]: 'MaxFloor',
  [Tag.MIN_QTY]: 'MinQty',
  [Tag.STOP_PX]: 'StopPx',
  [Tag.PEG_OFFSET_VALUE]: 'PegOffsetValue',
};

const ID_NAMES: Readonly<Record<number, string>> = {
  [Tag.CL_ORD_ID]: 'ClOrdID',
  [Tag.ORIG_CL_ORD_ID]: 'OrigClOrdID',
  [Tag.CL_ORD_LINK_ID]: 'ClOrdLinkID',
};

export class OrderRefusal extends Refusal {
  offUnit(fields: FieldIndex, tag: number, why: string): true {
    const text = textOf(fields.bytes, fields.start(tag), Math.min(fields.end(tag), fields.start(tag) + 40));
    this.refuse(BusinessReason.OTHER, tag, `${AMOUNT_NAMES[tag] ?? 'Amount'} (${tag}) ${text} ${why}`);
    return true;
  }

  missing(tag: number): Taken {
    const text = `Conditionally required field missing (${tag})`;
    return this.refuse(BusinessReason.CONDITIONALLY_REQUIRED_FIELD_MISSING, tag, text);
  }

  unknown(fields: FieldIndex, tag: number, name: string): Taken {
    const text = textOf(fields.bytes, fields.start(tag), Math.min(fields.end(tag), fields.start(tag) + 40));
    return this.refuse(BusinessReason.OTHER, tag, `${name} (${tag}) ${text} is not known`);
  }

  badId(tag: number): Taken {
    const name = ID_NAMES[tag] ?? 'Identifier';
    const text = `${name} (${tag}) must be 1 to ${MAX_ID_BYTES} printable ASCII characters`;
    return this.reject(RejectReason.VALUE_OUT_OF_RANGE, tag, text);
  }

  badSide(): Taken {
    return this.reject(RejectReason.VALUE_OUT_OF_RANGE, Tag.SIDE, 'Side (54) must be 1 (buy) or 2 (sell)');
  }

  busy(): Taken {
    const text = REASON_TEXT[ReasonCode.ENGINE_BUSY];
    return this.refuse(BusinessReason.APPLICATION_NOT_AVAILABLE, 0, text);
  }
}
