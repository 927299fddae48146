import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ClientSession } from './client_session.ts';
import { encode, type FieldList, Framer } from './fix_text.ts';

/** A session and the other side of its dialogue, both as `type|tag=value` of what matters. */
class Dialogue {
  readonly events: string[] = [];
  readonly #framer = new Framer();
  readonly #sent: string[] = [];
  #number = 1;
  readonly session = new ClientSession(
    { senderCompId: 'DEMO', targetCompId: 'SLUICE', user: 'u', password: 'p', heartbeatSeconds: 10 },
    {
      send: (text) => {
        for (const message of this.#framer.push(text)) {
          const tags = [141, 112, 7, 16, 123, 36, 553].filter((tag) => message.has(tag));
          this.#sent.push(
            [`${message.type} ${message.number(34)}`, ...tags.map((tag) => `${tag}=${message.text(tag)}`)].join('|'),
          );
        }
      },
      onLogon: () => this.events.push('on'),
      onMessage: (message) => this.events.push(`message ${message.type} ${message.number(34)}`),
      onEnd: (reason) => this.events.push(`end: ${reason}`),
    },
  );

  receive(type: string, fields: FieldList = [], number = this.#number): void {
    this.#number = number + 1;
    this.session.receive(encode([[35, type], [49, 'SLUICE'], [56, 'DEMO'], [34, number], ...fields]), 1_000);
  }

  sent(): string[] {
    return this.#sent.splice(0);
  }
}

function loggedOn(): Dialogue {
  const dialogue = new Dialogue();
  dialogue.session.logon(0);
  dialogue.receive('A', [
    [141, 'Y'],
    [108, 10],
  ]);
  dialogue.sent();
  dialogue.events.length = 0;
  return dialogue;
}

test('logon resets the numbers and carries the user', () => {
  const dialogue = new Dialogue();
  dialogue.session.logon(0);
  assert.equal(dialogue.sent(), ['A 1|141=Y|553=u']);
  assert.not(dialogue.session.send('D', [], 0), 'not on yet');
  dialogue.receive('A', [[141, 'Y']]);
  assert.ok(dialogue.session.isOn);
  assert.equal(dialogue.events, ['on']);
});

test("a logon at the number that the engine expects goes on from there, and from the engine's own", () => {
  const dialogue = new Dialogue();
  dialogue.session.logon(0, 7);
  assert.equal(dialogue.sent(), ['A 7|553=u']);
  dialogue.receive('A', [], 900);
  dialogue.receive('8', [], 901);
  assert.equal(dialogue.events, ['on', 'message 8 901']);
});

test('heartbeats when silent, a test request when the other side is, and the end of patience', () => {
  const dialogue = loggedOn();
  dialogue.receive('0');
  dialogue.session.tick(10_500);
  dialogue.session.tick(13_500);
  dialogue.session.tick(14_500);
  assert.equal(dialogue.sent(), ['0 2', '1 3|112=T3']);
  dialogue.session.tick(21_500);
  assert.equal(dialogue.events, ['end: nothing heard for 20500 ms']);
});

test('a test request is answered with its id', () => {
  const dialogue = loggedOn();
  dialogue.receive('1', [[112, 'hello']]);
  assert.equal(dialogue.sent(), ['0 2|112=hello']);
});

test('a gap is asked for once, and what comes again in order is taken once', () => {
  const dialogue = loggedOn();
  dialogue.receive('8', [], 4);
  dialogue.receive('8', [], 5);
  assert.equal(dialogue.sent(), ['2 2|7=2|16=0']);
  dialogue.receive('8', [[43, 'Y']], 2);
  dialogue.receive(
    '4',
    [
      [43, 'Y'],
      [123, 'Y'],
      [36, 4],
    ],
    3,
  );
  dialogue.receive('8', [[43, 'Y']], 4);
  dialogue.receive('8', [[43, 'Y']], 4);
  dialogue.receive('8', [[43, 'Y']], 5);
  assert.equal(dialogue.events, ['message 8 2', 'message 8 4', 'message 8 5']);
});

test('a number again without PossDup ends the session', () => {
  const dialogue = loggedOn();
  dialogue.receive('8', [], 1);
  assert.equal(dialogue.events, ['end: number 1 again, expected 2']);
});

test('a sequence reset is believed whatever its number', () => {
  const dialogue = loggedOn();
  dialogue.receive('4', [[36, 50]], 1);
  dialogue.receive('8', [], 50);
  assert.equal(dialogue.events, ['message 8 50']);
});

test('orders are never sent again: a resend request gets a gap fill', () => {
  const dialogue = loggedOn();
  dialogue.session.send('D', [], 0);
  dialogue.session.send('D', [], 0);
  dialogue.receive('2', [
    [7, 2],
    [16, 0],
  ]);
  dialogue.session.send('D', [], 0);
  assert.equal(dialogue.sent(), ['D 2', 'D 3', '4 2|123=Y|36=4', 'D 4']);
});

test('logout is answered, with its reason kept; our own waits for the answer', () => {
  const theirs = loggedOn();
  theirs.receive('5', [[58, 'MsgSeqNum too low, expecting 12']]);
  assert.equal(theirs.sent(), ['5 2']);
  assert.equal(theirs.events, ['end: MsgSeqNum too low, expecting 12']);
  const ours = loggedOn();
  ours.session.logout(0);
  assert.equal(ours.sent(), ['5 2']);
  assert.equal(ours.events, []);
  ours.receive('5');
  assert.equal(ours.events, ['end: logout']);
});

test.run();
