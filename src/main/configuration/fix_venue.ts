/** A venue's table `fix`: how its FIX 4.4 differs from others', from the file's form to a dialect. */

import { z } from 'zod';
import { TimeInForce } from '../../workers/model/order.ts';
import type { TagValue } from '../../workers/protocols/fix/session_config.ts';
import { Tag } from '../../workers/protocols/fix/tag.ts';
import type { VenueDialect } from '../../workers/protocols/fix/venue_dialect.ts';
import { choice, duration, fixField, flag, key, name, optional, required, symbolTable, text, whole } from './fields.ts';

/** As its client sessions' names: see schema.ts. */
const COMP_ID_CHARACTERS = 32;
const SYMBOL_BYTES = 16;
const MOST_FIELDS = 16;
const NS_PER_SECOND = 1e9;
const NS_PER_MS = 1e6;
/** Written by the session or the order itself: a second one would make the message wrong. */
const OWN_TAGS: ReadonlySet<number> = new Set([
  ...[Tag.BEGIN_STRING, Tag.BODY_LENGTH, Tag.MSG_TYPE, Tag.SENDER_COMP_ID, Tag.TARGET_COMP_ID, Tag.MSG_SEQ_NUM],
  ...[Tag.SENDING_TIME, Tag.POSS_DUP_FLAG, Tag.ORIG_SENDING_TIME, Tag.CHECK_SUM, Tag.ENCRYPT_METHOD, Tag.HEART_BT_INT],
  ...[Tag.RESET_SEQ_NUM_FLAG, Tag.CL_ORD_ID, Tag.ORIG_CL_ORD_ID, Tag.SYMBOL, Tag.SIDE, Tag.TRANSACT_TIME],
  ...[Tag.ORDER_QTY, Tag.ORD_TYPE, Tag.PRICE, Tag.TIME_IN_FORCE, Tag.MAX_FLOOR],
]);

const fields = (what: string) =>
  key(
    z.array(fixField(), { error: 'a list of TAG=VALUE' }).max(MOST_FIELDS, `at most ${MOST_FIELDS}`),
    [],
    `Fields of the venue's own ${what}, as \`TAG=VALUE\`.`,
  );
const timeInForce = (value: string, what: string) =>
  key(text(0, 1), value, `TimeInForce (59) of ${what} orders. Empty: they are not sent to this venue.`);

export const fixVenue = z.strictObject({
  senderCompId: required(name(COMP_ID_CHARACTERS), 'Our CompID there.'),
  targetCompId: required(name(COMP_ID_CHARACTERS), 'Its CompID.'),
  senderSubId: optional(name(COMP_ID_CHARACTERS), 'SenderSubID (50) of every message.'),
  targetSubId: optional(name(COMP_ID_CHARACTERS), 'TargetSubID (57) of every message.'),
  user: optional(text(1, 64), 'Username (553) of our Logon.'),
  password: optional(text(1, 64), 'Password (554) of our Logon.'),
  heartbeat: key(duration('1s', '1h'), '30s', 'HeartBtInt (108) of our Logon, in whole seconds.'),
  resetOnLogon: key(
    flag(),
    false,
    'Both sides start at 1 with each Logon (141=Y). Messages that were under way are then lost: every open order is asked about.',
  ),
  account: optional(name(32), 'Account (1) of every order.'),
  handlInst: key(choice(['1', '2', '3', 'none']), '1', 'HandlInst (21) of every order.'),
  exDestination: optional(name(16), 'ExDestination (100) of every order.'),
  securityExchange: optional(name(16), 'SecurityExchange (207) beside every symbol.'),
  priceDecimals: optional(whole(0, 9), 'Decimals that prices are written with. Left out: as many as the tick has.'),
  quantityDecimals: key(whole(0, 8), 0, 'Decimals that quantities are written with.'),
  timeInForce: key(
    z.strictObject({
      day: timeInForce('0', 'DAY'),
      gtc: timeInForce('1', 'GTC'),
      ioc: timeInForce('3', 'IOC'),
      fok: timeInForce('4', 'FOK'),
    }),
    {},
    'TimeInForce by what an order has.',
  ),
  symbols: key(symbolTable(SYMBOL_BYTES), {}, 'Its symbols by ours, where they differ.'),
  headerFields: fields('in every header'),
  logonFields: fields('in every Logon'),
  orderFields: fields('in every NewOrderSingle and OrderCancelReplaceRequest'),
  orderStatus: key(
    flag(),
    true,
    'It answers OrderStatusRequest. One that does not is told to cancel what is in doubt.',
  ),
  massCancel: key(flag(), true, 'It takes OrderMassCancelRequest. Orders are else cancelled one by one.'),
  staleOrder: key(
    duration('0ns', '1h'),
    '2s',
    'An order that did not reach it in this time is not sent again when it asks for it: it is asked about instead.',
  ),
});

type FixVenueForm = z.output<typeof fixVenue>;

/** Fields that a venue's own may not repeat, by where they stand in the file. */
export function repeatedFields(form: FixVenueForm): Array<{ readonly key: string; readonly value: string }> {
  const found: Array<{ key: string; value: string }> = [];
  for (const list of ['headerFields', 'logonFields', 'orderFields'] as const) {
    const seen = new Set<number>();
    form[list].forEach((value, i) => {
      const [tag] = parseField(value);
      if (OWN_TAGS.has(tag) || seen.has(tag)) found.push({ key: `${list}[${i}]`, value });
      seen.add(tag);
    });
  }
  return found;
}

export function dialectOf(form: FixVenueForm): VenueDialect {
  const { user, heartbeat, handlInst, timeInForce: codes, orderStatus, massCancel, staleOrder, ...rest } = form;
  const pairs: Array<readonly [number, string]> = [
    [TimeInForce.DAY, codes.day],
    [TimeInForce.GTC, codes.gtc],
    [TimeInForce.IOC, codes.ioc],
    [TimeInForce.FOK, codes.fok],
  ];
  return {
    ...rest,
    senderSubId: rest.senderSubId,
    targetSubId: rest.targetSubId,
    username: user,
    password: rest.password,
    account: rest.account,
    exDestination: rest.exDestination,
    securityExchange: rest.securityExchange,
    priceDecimals: rest.priceDecimals,
    heartbeatSeconds: Math.max(1, Math.round(heartbeat / NS_PER_SECOND)),
    handlInst: handlInst === 'none' ? undefined : handlInst,
    timeInForce: Object.fromEntries(pairs.filter(([, value]) => value !== '')),
    headerFields: rest.headerFields.map(parseField),
    logonFields: rest.logonFields.map(parseField),
    orderFields: rest.orderFields.map(parseField),
    hasOrderStatus: orderStatus,
    hasMassCancel: massCancel,
    staleOrderMs: staleOrder / NS_PER_MS,
  };
}

function parseField(value: string): TagValue {
  const at = value.indexOf('=');
  return [Number(value.slice(0, at)), value.slice(at + 1)];
}
