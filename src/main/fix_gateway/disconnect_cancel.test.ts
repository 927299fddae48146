/** When a session's orders are cancelled because it is away, and when not. */

import { setImmediate as turnEventLoop } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DisconnectCancel } from './disconnect_cancel.ts';

const SECOND_NS = 1e9;

class Rig {
  nowNs = 5 * SECOND_NS;
  isDrained = true;
  /** What the next cancels come to, and how many were sent. */
  outcome: number | string = 77;
  cancels = 0;
  readonly notices: string[] = [];
  readonly cancel: DisconnectCancel;

  constructor(graceSeconds: number) {
    this.cancel = new DisconnectCancel({
      name: 'ALPHA',
      graceNs: graceSeconds * SECOND_NS,
      now: () => this.nowNs,
      isDrained: () => this.isDrained,
      cancel: async () => {
        this.cancels++;
        return this.outcome;
      },
      notice: (text) => this.notices.push(text),
    });
  }

  async after(seconds: number): Promise<number> {
    this.nowNs += seconds * SECOND_NS;
    this.cancel.look();
    await turnEventLoop();
    return this.cancels;
  }
}

test('once the grace is over, and only once', async () => {
  const rig = new Rig(3);
  rig.cancel.lost();
  assert.is(await rig.after(2.9), 0);
  assert.is(await rig.after(0.1), 1);
  assert.is(await rig.after(100), 1);
  assert.equal(rig.notices, ['ALPHA has been away for 3 s: cancelling its orders, command 77']);
});

test('a Logon within the grace keeps the orders; the next lost connection has a grace of its own', async () => {
  const rig = new Rig(3);
  rig.cancel.lost();
  assert.is(await rig.after(2), 0);
  rig.cancel.isBack();
  assert.is(await rig.after(10), 0);
  rig.cancel.lost();
  assert.is(await rig.after(2), 0);
  assert.is(await rig.after(2), 1);
});

test('without a grace: at once, but not before what the session sent is in the stream', async () => {
  const rig = new Rig(0);
  rig.isDrained = false;
  rig.cancel.lost();
  await turnEventLoop();
  assert.is(rig.cancels, 0);
  const { underway } = rig.cancel;
  assert.ok(underway instanceof Promise, 'connections wait');
  rig.isDrained = true;
  await underway;
  assert.is(rig.cancels, 1);
  assert.is(rig.cancel.underway, undefined);
});

test('a cancel that was not let in is sent again, until the session is back', async () => {
  const rig = new Rig(0);
  rig.outcome = 'too many mass cancels at once';
  rig.cancel.lost();
  await turnEventLoop();
  assert.is(rig.cancels, 1);
  assert.is(await rig.after(0.5), 1);
  assert.is(await rig.after(0.5), 2);
  rig.cancel.isBack();
  assert.is(await rig.after(10), 2);
  assert.match(rig.notices[0]!, 'too many mass cancels at once; once more in 1 s');
});

test('a stop of the engine leaves the orders to the next start', async () => {
  const rig = new Rig(0);
  await rig.cancel.stop();
  rig.cancel.lost();
  assert.is(await rig.after(10), 0);
});

test.run();
