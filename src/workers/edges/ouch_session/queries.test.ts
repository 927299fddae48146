import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Random } from '../../exchange/flow/random.ts';
import { Queries } from './queries.ts';

const STEPS = 200_000;
const test = suite('OUCH queries');

/** Asks as the session does until the login stands; answers with how many queries it took when each is answered by `next`. */
function asksUntilItStands(queries: Queries, next: number): number {
  queries.asked(0, true);
  for (let asks = 1; ; asks++) {
    if (queries.answered(0, next)) return asks;
    assert.ok(queries.isAwaiting(0));
    queries.asked(0, false);
  }
}

test('queries that were lost are asked past, until an answer to a request shows that none of theirs can come', () => {
  const queries = new Queries(1);
  for (let connection = 0; connection < 50; connection++) queries.asked(0, true);
  assert.is(asksUntilItStands(queries, 10), 51);
  queries.passed(0, 9);
  assert.is(asksUntilItStands(queries, 10), 51);
  queries.passed(0, 10);
  assert.is(asksUntilItStands(queries, 11), 1);
});

test('an answer from before the connection shows nothing of its queries', () => {
  const queries = new Queries(1);
  assert.is(asksUntilItStands(queries, 10), 1);
  queries.asked(0, true);
  // Left behind the first query, and was answered before the connection was lost.
  queries.passed(0, 10);
  queries.asked(0, true);
  assert.not(queries.answered(0, 11));
  queries.asked(0, false);
  assert.ok(queries.answered(0, 11));
});

test('of another stream of answers none of the old ones is expected', () => {
  const queries = new Queries(2);
  for (let connection = 0; connection < 5; connection++) queries.asked(0, true);
  queries.forgotten(0);
  assert.not(queries.isAwaiting(0));
  assert.is(asksUntilItStands(queries, 1), 1);
});

/** A request on its way, or its answer in the stream: a query of a connection, or a numbered order. */
interface Item {
  readonly connection: number;
  readonly userRef: number;
  /** Of an answered query. */
  readonly next: number;
}

/** A login and its venue, one message at a time; a cut loses what is on its way there, and delays what is on its way back. */
class Wire {
  connection = 0;
  stands = false;
  readonly queries = new Queries(1);
  private nextUserRef = 1;
  private lastThere = 0;
  private there: Item[] = [];
  private readonly back: Item[] = [];

  connect(): void {
    this.connection++;
    this.there = [];
    this.stands = false;
    this.ask(true);
  }

  order(): void {
    const userRef = this.nextUserRef++;
    if (this.stands) this.send(userRef);
  }

  /** False: nothing was on its way. */
  arrive(): boolean {
    const item = this.there.shift();
    if (item === undefined) return false;
    if (item.userRef > 0) this.lastThere = item.userRef;
    this.back.push({ ...item, next: this.lastThere + 1 });
    return true;
  }

  hear(): boolean {
    const item = this.back.shift();
    if (item === undefined) return false;
    if (item.userRef > 0) this.queries.passed(0, item.userRef);
    else if (this.queries.answered(0, item.next)) {
      assert.is(item.connection, this.connection, 'the answer to a query of another connection');
      assert.is(item.next, this.lastThere + 1, 'something arrived behind it');
      this.stands = true;
      for (let userRef = item.next; userRef < this.nextUserRef; userRef++) this.send(userRef);
    } else if (this.queries.isAwaiting(0)) this.ask(false);
    return true;
  }

  private ask(isFirst: boolean): void {
    this.queries.asked(0, isFirst);
    this.send(0);
  }

  private send(userRef: number): void {
    this.there.push({ connection: this.connection, userRef, next: 0 });
  }
}

test('whatever is cut, the answer taken is to a query of the connection, and a quiet wire soon stands', () => {
  const random = new Random(1);
  const wire = new Wire();
  wire.connect();
  let stood = 0;
  for (let step = 0; step < STEPS; step++) {
    const what = random.below(100);
    if (what < 2) wire.connect();
    else if (what < 10) wire.order();
    else if (what < 55) wire.arrive();
    else wire.hear();
    if (step % 1_000 !== 0) continue;
    wire.connect();
    while (wire.arrive() || wire.hear());
    assert.ok(wire.stands);
    stood++;
    // With that order's answer nothing is open any more.
    wire.order();
    while (wire.arrive() || wire.hear());
    wire.connect();
    wire.arrive();
    wire.hear();
    assert.ok(wire.stands, 'one answer is enough');
  }
  assert.is(stood, STEPS / 1_000);
});

test.run();
