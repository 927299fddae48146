/** The dictionary against the FIX 4.4 of a library that we did not write, and every required tag of every message. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FieldType, HEADER, MESSAGES } from './dictionary.ts';
import { DEFINITIONS, FIELD_TYPE, GROUPS, slotOf } from './message_definition.ts';
import { body, type Fields, frame, get, loggedOn, message, NOW_TEXT, parse, send } from './test_kit.ts';

const XML = readFileSync(new URL('../../../../node_modules/jspurefix/data/FIX44.xml', import.meta.url), 'utf8');

interface XmlNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
}

/** The few shapes of XML that the file has. */
function parseXml(text: string): XmlNode {
  const root: XmlNode = { tag: '', attributes: {}, children: [] };
  const open = [root];
  for (const [, close, tag, attributes, selfClosed] of text.matchAll(
    /<(\/?)(\w+)((?:\s+\w+=(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g,
  )) {
    if (close === '/') {
      open.pop();
      continue;
    }
    const pairs = [...attributes!.matchAll(/(\w+)=["']([^"']*)["']/g)].map(([, key, value]) => [key!, value!]);
    const node: XmlNode = { tag: tag!, attributes: Object.fromEntries(pairs), children: [] };
    open.at(-1)!.children.push(node);
    if (selfClosed !== '/') open.push(node);
  }
  return root.children.find((node) => node.tag === 'fix')!;
}

const FIX = parseXml(XML);
const part = (tag: string): XmlNode => FIX.children.find((node) => node.tag === tag)!;
const NUMBER = new Map(part('fields').children.map(({ attributes }) => [attributes.name!, Number(attributes.number)]));
const TYPE = new Map(part('fields').children.map(({ attributes }) => [Number(attributes.number), attributes.type!]));

/** Tags outside groups, and the members of each group. */
function flatten(node: XmlNode, tags: Map<number, boolean>, groups: Map<number, number[]>): void {
  for (const child of node.children) {
    const name = child.attributes.name!;
    if (child.tag === 'component') {
      flatten(part('components').children.find(({ attributes }) => attributes.name === name)!, tags, groups);
      continue;
    }
    tags.set(NUMBER.get(name)!, child.attributes.required === 'Y');
    if (child.tag !== 'group') continue;
    const members = new Map<number, boolean>();
    flatten(child, members, groups);
    groups.set(NUMBER.get(name)!, [...members.keys()]);
  }
}

/** What we left out of FIX's, knowingly: parts of reports that we do not send. What we added: Account (1), Strategy (7001). */
const REPORTS = '89r';
const OURS = new Set([1, 7001]);

for (const type of Object.keys(MESSAGES)) {
  test(`message ${type} has the fields of FIX 4.4`, () => {
    const tags = new Map<number, boolean>();
    const groups = new Map<number, number[]>();
    const node = part('messages').children.find(({ attributes }) => attributes.msgtype === type)!;
    flatten(node, tags, groups);
    const definition = DEFINITIONS[type.charCodeAt(0)]!;
    const allowed = [...definition.allowed.keys()].filter((slot) => definition.allowed[slot] === 1);
    const tagOf = (slot: number): number => (slot === slotOf(7001) ? 7001 : slot);
    const unknown = allowed.map(tagOf).filter((tag) => !tags.has(tag) && !OURS.has(tag));
    assert.equal(unknown, [], 'not in FIX');
    if (!REPORTS.includes(type)) {
      assert.equal(
        [...tags.keys()].filter((tag) => definition.allowed[slotOf(tag)] !== 1),
        [],
        'missing of FIX',
      );
    }
    const required = [...tags].filter(([, isRequired]) => isRequired).map(([tag]) => tag);
    // Symbol: the component's own text requires it, and we know instruments by nothing else.
    const stated = definition.required.filter((tag) => tag !== 55);
    const added = type === '3' || type === 'j' ? [45] : [];
    assert.equal(
      stated.filter((tag) => !added.includes(tag)).sort((a, b) => a - b),
      required.filter((tag) => !added.includes(tag) && tag !== 55).sort((a, b) => a - b),
    );
    for (const [count, members] of groups) {
      if (definition.allowed[count] !== 1) continue;
      const { order } = GROUPS[count]!;
      assert.equal(
        members.map((tag) => order[tag]),
        members.map((_, i) => i + 1),
        `group ${count}`,
      );
    }
  });
}

const TYPES: Readonly<Record<number, readonly string[]>> = {
  [FieldType.STRING]: ['STRING', 'CURRENCY', 'EXCHANGE', 'MULTIPLEVALUESTRING', 'COUNTRY'],
  [FieldType.CHAR]: ['CHAR'],
  [FieldType.INT]: ['INT'],
  [FieldType.COUNT]: ['LENGTH', 'SEQNUM', 'NUMINGROUP'],
  [FieldType.FLOAT]: ['FLOAT', 'QTY', 'PRICE', 'AMT', 'PERCENTAGE', 'PRICEOFFSET'],
  [FieldType.BOOLEAN]: ['BOOLEAN'],
  [FieldType.UTC_TIMESTAMP]: ['UTCTIMESTAMP'],
  [FieldType.LOCAL_DATE]: ['LOCALMKTDATE'],
  [FieldType.MONTH_YEAR]: ['MONTHYEAR'],
  [FieldType.DATA]: ['DATA'],
};

test('every field that a message may have is of the type that FIX gives it', () => {
  const used = [HEADER, ...Object.values(MESSAGES)].flatMap((text) => text.match(/\d+/g)!.map(Number));
  // MiscFeeType and MassCancelRejectReason are CHAR by name, with values of two digits.
  for (const tag of new Set(used)) {
    if (tag === 7001) continue;
    assert.ok(TYPES[FIELD_TYPE[slotOf(tag)]!]!.includes(TYPE.get(tag)!), `${tag} is ${TYPE.get(tag)}`);
  }
});

const VALUE_OF_TYPE: Readonly<Record<number, string>> = {
  [FieldType.STRING]: 'x',
  [FieldType.CHAR]: '1',
  [FieldType.INT]: '1',
  [FieldType.COUNT]: '1',
  [FieldType.FLOAT]: '1',
  [FieldType.BOOLEAN]: 'Y',
  [FieldType.UTC_TIMESTAMP]: NOW_TEXT,
};

/** A value that each required field may have. */
function fieldsOf(type: string): Fields {
  const special: Readonly<Record<number, string>> = { 98: '0', 54: '1', 40: '1', 55: 'AAPL', 530: '7', 36: '9' };
  return DEFINITIONS[type.charCodeAt(0)]!.required.map((tag) => [
    tag,
    special[tag] ?? VALUE_OF_TYPE[FIELD_TYPE[slotOf(tag)]!]!,
  ]);
}

const INBOUND = '01234DGFHqj'.split('');
for (const type of INBOUND) {
  for (const [tag] of fieldsOf(type)) {
    test(`${type} without ${tag} is rejected, and the next number is taken`, () => {
      const rig = loggedOn();
      const header: Fields = type === '4' ? [[123, 'Y']] : [];
      const fields = [...header, ...fieldsOf(type)].filter(([t]) => t !== tag);
      const [answer, ...rest] = send(rig, message(type, 2, fields));
      assert.equal(
        [get(answer!, 35), get(answer!, 373), get(answer!, 371), get(answer!, 372)],
        ['3', '1', `${tag}`, type],
      );
      assert.is(rest.length, 0);
      assert.is(rig.session.nextInbound, 3);
      assert.equal(
        send(rig, message('1', 3, [[112, 'ok']])).map((a) => parse(a)[0]![1]),
        ['0'],
      );
    });
  }
}

test('header fields are required too', () => {
  const rig = loggedOn();
  const noTime = frame(
    body([
      [35, '0'],
      [49, 'CLIENT'],
      [56, 'SLUICE'],
      [34, 2],
    ]),
  );
  const [answer] = send(rig, noTime);
  assert.equal([get(answer!, 35), get(answer!, 373), get(answer!, 371)], ['3', '1', '52']);
});

const ORDER: Fields = [
  [11, 'a'],
  [55, 'AAPL'],
  [54, 1],
  [60, NOW_TEXT],
  [38, 1],
  [40, 1],
];
const FAULTS: ReadonlyArray<readonly [name: string, fields: Fields, reason: number, tag: number | undefined]> = [
  ['tag unknown to FIX', [...ORDER, [1500, 'x']], 0, 1500],
  ['tag zero', [...ORDER, [0, 'x']], 0, undefined],
  ['tag of another message', [...ORDER, [150, '0']], 2, 150],
  ['tag that FIX 4.4 took out', [...ORDER, [76, 'x']], 2, 76],
  ['empty value', [[58, ''], ...ORDER], 4, 58],
  ['value that the tag may not have', [...ORDER, [59, 9]], 5, 59],
  ['not a char', [...ORDER, [59, '10']], 6, 59],
  ['not a boolean', [...ORDER, [114, 'J']], 6, 114],
  ['not a date', [...ORDER, [432, '20260230']], 6, 432],
  ['not a month', [...ORDER, [200, '202613']], 6, 200],
  ['not a number', [...ORDER, [99, '1,5']], 6, 99],
  ['tag twice', [...ORDER, [11, 'b']], 13, 11],
  ['header tag in the body', [...ORDER, [50, 'x']], 14, 50],
  ['group out of order', [...ORDER, [453, 1], [447, 'D'], [448, 'x']], 15, 447],
  ['group with too few entries', [...ORDER, [453, 2], [448, 'x'], [447, 'D'], [452, 1]], 16, 453],
  ['group with too many entries', [...ORDER, [453, 1], [448, 'x'], [448, 'y']], 16, 453],
  ['nested group count', [...ORDER, [453, 1], [448, 'x'], [802, 2], [523, 'a']], 16, 802],
  ['data without its length', [...ORDER, [355, 'x']], 14, 355],
  ['length without its data', [...ORDER, [354, 3]], 1, 355],
  ["length that is not the data's", [...ORDER, [354, 3], [355, 'abcd']], 5, 354],
];
for (const [name, fields, reason, tag] of FAULTS) {
  test(`rejected: ${name}`, () => {
    const rig = loggedOn();
    const [answer] = send(rig, message('D', 2, fields));
    assert.equal(
      [get(answer!, 35), get(answer!, 373), get(answer!, 371)],
      ['3', String(reason), tag === undefined ? undefined : String(tag)],
    );
    assert.is(rig.sink.records.length, 0);
    assert.is(rig.session.nextInbound, 3);
  });
}

test.run();
