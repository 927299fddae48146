import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CancelReject, ExecutionReport, RecordHeader } from '../schemas/generated/engine.ts';
import { allocateRegion } from '../src/ring/memory.ts';
import { FrontEvent } from '../src/workers/model/front_event.ts';
import { ExecType, OrderType } from '../src/workers/model/order.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { makeClientOutputs } from '../src/workers/pipeline/egress/client_outputs.ts';
import type { OutputSink } from '../src/workers/pipeline/egress/output.ts';
import { LIFE_EVENTS } from '../src/workers/pipeline/orders/life_event.ts';
import * as table from '../src/workers/pipeline/orders/state_table.ts';
import { PAGE, TOLD, TOLD_OF_WORKED, withTable } from './order_states_page.ts';
import { PipelineFixture } from './pipeline_fixture.ts';

test('docs/order_states.md has the table as it is (node test/order_states_page.ts writes it)', () => {
  const page = readFileSync(PAGE, 'utf8');
  assert.fixture(page, withTable(page));
});

/** What egress sends the client for an event, in the page's words; undefined when it sends nothing. */
function toldBy(event: number, orderType: number): string | undefined {
  const fixture = new PipelineFixture();
  const views = allocateRegion(1_024);
  const sent: number[] = [];
  const sink = { views, at: 0, toSession: () => undefined, done: () => sent.push(views.u8[0]!) };
  const outputs = makeClientOutputs({ sink: sink as unknown as OutputSink }, fixture.slot);
  const { front } = fixture.front({ event, orderType });
  front.session = 0;
  outputs.write();
  if (sent.length === 0) return undefined;
  assert.is(sent.length, 1);
  const { type } = new RecordHeader().wrap(views, 0);
  if (type === RecordType.CANCEL_REJECT) {
    const { responseTo } = new CancelReject().wrap(views, RecordHeader.BYTES);
    return responseTo === 1 ? 'cancel reject' : 'cancel reject (of a replace)';
  }
  const { execType } = new ExecutionReport().wrap(views, RecordHeader.BYTES);
  const name = Object.entries(ExecType).find(([, value]) => value === execType)![0];
  const words = name.toLowerCase().replaceAll('_', ' ');
  return `report ${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

test('clients are told what the page says', () => {
  const events = new Set(LIFE_EVENTS.flatMap((event) => table.STATES.map((state) => table.rowOf(state, event).event)));
  for (const event of events) assert.is(toldBy(event, OrderType.LIMIT), TOLD[event], `event ${event}`);
  assert.is(toldBy(FrontEvent.ORDER_ACCEPTED, OrderType.STOP), TOLD_OF_WORKED);
});

test.run();
