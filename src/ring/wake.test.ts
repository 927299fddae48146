import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allocateRegion } from './memory.ts';
import { pollOnEventLoop, WAKER_REGION_BYTES, Waker } from './wake.ts';

test('work that cannot be done now does not starve the event loop', async () => {
  const polling = new AbortController();
  const timer = setTimeout(() => polling.abort(), 5);
  let polls = 0;
  await pollOnEventLoop(new Waker(allocateRegion(WAKER_REGION_BYTES)), {
    poll: () => {
      // Without a turn of the loop the timer never fires: this ends the test instead.
      if (++polls > 1_000_000) polling.abort();
      return 0;
    },
    hasWork: () => true,
    maxSleepMs: 50,
    signal: polling.signal,
  });
  clearTimeout(timer);
  assert.ok(polls < 1_000_000, 'the timer fired');
});

test.run();
