/** Numbers that travel between the checks and to their caller: places in `figures`. */

// Of `figures`: set before the checks ...
export const NOW = 0;
/** What would be open in addition, and reserved in addition, in tick-lots. */
export const ADDED_LOTS = 1;
export const ADDED_VALUE = 2;
// ... and by them: what tripped, with every reason but NONE; the price at which the order counts; for the score.
export const LIMIT = 3;
export const OBSERVED = 4;
export const RESERVE_TICKS = 5;
export const WORST = 6;
export const NEW_EXPOSURE = 7;
export const TRUSTED = 8;
export const FIGURES = 9;
