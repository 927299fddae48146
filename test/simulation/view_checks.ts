import type { Engines } from '../../src/workers/pipeline/engines.ts';
import { NO_ORDER } from '../../src/workers/pipeline/orders/order_pool.ts';
import type { ClientModel } from './client_model.ts';
import { openOrders } from './engine_checks.ts';
import type { Untold } from './section_observer.ts';
import type { VenueModel } from './venue_model.ts';
import { CAPACITY } from './world_setup.ts';

/** At rest: clients, engine and venues tell the same story. Throws where they differ. */
export function checkViews(
  engines: Engines,
  clients: readonly ClientModel[],
  venues: readonly VenueModel[],
  untold: Untold,
): void {
  let open = 0;
  for (const client of clients) {
    const left = client.unanswered;
    if (left.length > 0) throw new Error(`session ${client.session}: never answered: ${left.slice(0, 5).join(', ')}`);
    open += client.openOrders.length;
  }
  // Children are the engine's own.
  const { store } = engines.front.orders;
  const inEngine = openOrders(engines).filter((order) => store.parentOf(order) === NO_ORDER).length;
  if (open !== inEngine) throw new Error(`clients know ${open} open orders, the engine ${inEngine}`);
  const { risk } = engines.front.risk;
  for (let instrument = 0; instrument < CAPACITY.instruments; instrument++) {
    let told = 0;
    for (const { instrument: of, lots } of untold.values()) if (of === instrument) told += lots;
    let kept = 0;
    for (let account = 0; account < CAPACITY.accounts; account++) {
      for (const client of clients) told += client.fills.get(`${account}/${instrument}`) ?? 0;
      kept += risk.pairs[risk.pairAt(account, instrument)]!;
    }
    const traded = venues.reduce((sum, venue) => sum + venue.position[instrument]!, 0);
    if (told !== traded || kept !== traded) {
      throw new Error(`instrument ${instrument}: venues traded ${traded}, clients were told ${told}, risk has ${kept}`);
    }
  }
}
