/** Where risk keeps what, in doubles of a row; registers in 32-bit words. */

// An account's row.
export const ACCOUNT_DOUBLES = 16;
export const ACCOUNT_ENABLED = 0; // 0: unknown, 1: disabled, 2: enabled
export const ACCOUNT_HALTED = 1;
export const MAX_ORDER_LOTS = 2;
export const MAX_POSITION_LOTS = 3;
export const MAX_EXPOSURE = 4;
export const MAX_ORDERS_PER_SECOND = 5;
export const ORDER_BURST = 6;
export const TOKENS = 7;
export const TOKENS_TIME = 8;
/** Sum over the account's pairs, in 1/10,000 of the currency. */
export const EXPOSURE = 9;

// An instrument's row.
export const INSTRUMENT_DOUBLES = 16;
export const INSTRUMENT_KNOWN = 0;
export const INSTRUMENT_HALTED = 1;
export const VALUE_MULTIPLIER = 2;
export const COLLAR_BPS = 3;
export const PRICE_MAX_AGE_NS = 4;
export const BREAKER_MOVE_BPS = 5;
export const BREAKER_WINDOW_NS = 6;
export const BREAKER_COOLDOWN_NS = 7;
export const TRUSTED_TICKS = 8; // 0: none
export const TRUSTED_TIME = 9;
export const REFERENCE_TICKS = 10;
export const REFERENCE_TIME = 11;
export const BREAKER_UNTIL = 12;
/** One more than the venue whose price it is, or was the last to be; 0: of none. */
export const PRICE_VENUE = 13;

// The row of an instrument at a venue: what its book says.
export const BOOK_DOUBLES = 4;
export const BOOK_TICKS = 0; // the venue's last trusted price
export const BOOK_TIME = 1;
export const BOOK_STATE = 2; // BookState, of this instrument alone
export const BOOK_SEQUENCE = 3; // of the command that brought the price; 0: there is none that counts

// The row of an account in an instrument: one cache line.
export const PAIR_DOUBLES = 8;
export const POSITION = 0;
export const OPEN_BUY_LOTS = 1;
export const OPEN_SELL_LOTS = 2;
export const OPEN_BUY_VALUE = 3; // tick-lots at the reserved prices
export const OPEN_SELL_VALUE = 4;
export const MARK_TICKS = 5;
export const PAIR_EXPOSURE = 6;

// An order's reservation.
export const RESERVATION_DOUBLES = 2;
export const RESERVED_LOTS = 0;
export const RESERVED_TICKS = 1;

// Registers.
export const ALL_HALTED = 0;
/** One past the highest order that ever reserved. */
export const RESERVATIONS_USED = 1;
