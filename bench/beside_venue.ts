/** The venue of what goes on beside the paced requests: acknowledges every order, fills all or none, cancels as it is asked. */
import { VenueCancel, VenueNewOrder } from '../schemas/generated/engine.ts';
import type { Views } from '../src/ring/memory.ts';
import { RecordType } from '../src/workers/model/record_type.ts';
import { OpenBook } from './pace_book.ts';
import { PaceVenue } from './pace_venue.ts';
import type { Load } from './pipeline_load.ts';
import type { Beside } from './pipeline_pace.ts';

export class BesideVenue implements Beside {
  readonly #load: Load;
  readonly #venue: PaceVenue;
  readonly #new = new VenueNewOrder();
  readonly #cancel = new VenueCancel();
  /** Told of each message as it is taken. */
  onOrder: (order: VenueNewOrder) => void = () => undefined;
  onCancel: () => void = () => undefined;
  orders = 0;
  cancels = 0;

  constructor(load: Load, mostOrders: number, fillsAll: boolean) {
    this.#load = load;
    this.#venue = new PaceVenue(load, new OpenBook(mostOrders), fillsAll ? 0 : Number.POSITIVE_INFINITY);
  }

  takeMessage(views: Views, type: number, bodyAt: number): void {
    if (type === RecordType.VENUE_NEW_ORDER) {
      const order = this.#new.wrap(views, bodyAt);
      this.orders++;
      this.onOrder(order);
      this.#venue.takeNew(order, this.orders);
    } else {
      this.cancels++;
      this.onCancel();
      this.#venue.takeCancel(this.#cancel.wrap(views, bodyAt).legRef);
    }
  }

  flush(): boolean {
    this.#venue.flush();
    this.#load.publish();
    return this.#venue.waiting === 0;
  }
}
