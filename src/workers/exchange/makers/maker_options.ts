/** How a market maker quotes and whom it trades with; engine.ts states what each does. */
export interface MakerOptions {
  /** Between bid and offer. */
  readonly spreadTicks: number;
  /** Log-normal size of each new quote. */
  readonly medianLots: number;
  readonly lotsSigma: number;
  /** How far a full inventory moves the quotes against itself, and what a full one is. */
  readonly skewTicks: number;
  readonly inventoryLots: number;
  /** Mean of the exponential time from a reason to quote anew to the new quote. */
  readonly requoteDelayMs: number;
  /** Larger orders are refused. */
  readonly maxOrderLots: number;
  /** Share of orders that last look refuses. */
  readonly refusalShare: number;
  /** A quote that the mid-point has left behind by more than this is not traded at by who would gain. */
  readonly staleTicks: number;
  /** Share of orders that trade at a better price, and by how much, no further than the mid-point. */
  readonly improvementShare: number;
  readonly improvementTicks: number;
  /** Whether limit orders that do not trade at once wait; otherwise every order is immediate. */
  readonly keepsLimits: boolean;
}

/** Retail: small orders, often improved, hardly ever refused, and customers' limits are kept. */
export const RETAIL_MAKER: MakerOptions = {
  spreadTicks: 2,
  medianLots: 200,
  lotsSigma: 0.5,
  skewTicks: 2,
  inventoryLots: 5000,
  requoteDelayMs: 5,
  maxOrderLots: 1000,
  refusalShare: 0.005,
  staleTicks: 4,
  improvementShare: 0.6,
  improvementTicks: 1,
  keepsLimits: true,
};

/** Wholesale: large, immediate orders, wider, with a last look that it uses. */
export const WHOLESALE_MAKER: MakerOptions = {
  spreadTicks: 4,
  medianLots: 2000,
  lotsSigma: 0.7,
  skewTicks: 4,
  inventoryLots: 50_000,
  requoteDelayMs: 10,
  maxOrderLots: 10_000,
  refusalShare: 0.03,
  staleTicks: 2,
  improvementShare: 0.1,
  improvementTicks: 1,
  keepsLimits: false,
};
