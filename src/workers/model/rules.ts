/**
 * What a later release decides otherwise. A journal holds commands, and its replay must decide as the engine did that wrote
 * it: so each start says by which rules it decides, and a replay keeps to them until the next start. 0 is the first.
 */

/** From here on a replace to no more than is filled is taken: nothing more of the order trades. Before, it was refused. */
export const RULES_REPLACE_TO_FILLED = 1;

/** From here on venues are told the minimum quantity of an order. Before, only routing heeded it. */
export const RULES_MINIMUM_TO_VENUES = 2;

/** From here on orders are held for one that triggers them. Before, every contingency but one cancels other was denied. */
export const RULES_DEPENDANTS = 3;

/** From here on a fill that is kept apart can be corrected by its venue. Before, its correction was ignored. */
export const RULES_SUSPENDED_CORRECTED = 4;

/**
 * From here on the linked order that trades first stays, cancels of the others are sent again when a venue refuses them, and
 * a list that has traded takes no more orders. Before, the one that traded last stayed, and a refusal left both open.
 */
export const RULES_LINKS_WATCHED = 5;

/** From here on orders of a list update each other. Before, they were denied. */
export const RULES_ONE_UPDATES_OTHER = 6;

/**
 * From here on the repeat of a fill that is kept apart is ignored. Before, it was booked as well, as a late fill, when a bust had
 * made room for it in its order.
 */
export const RULES_SUSPENDED_ONCE = 7;

/**
 * From here on exits can grow with their entry, and a late fill of a linked order counts for its list and is told without a
 * reason. Before, the contingency was denied, and a late fill changed nothing of the others.
 */
export const RULES_EXITS_GROW = 8;

/**
 * From here on an order that is triggered or let go while no venue trades its instrument waits for one. Before, it was rejected.
 */
export const RULES_WAITING = 9;

/**
 * From here on an order of which a part is shown goes to one venue that can show a part, and icebergs are given to one. Before,
 * such an order was split, so that each venue showed that much, and the engine worked every iceberg itself.
 */
export const RULES_PART_SHOWN_ONCE = 10;

/**
 * From here on a replace changes the time in force and the display quantity, or is refused for them. Before, it was said to
 * have changed them, and had not.
 */
export const RULES_REPLACE_TERMS = 11;

/** Of this release. */
export const CURRENT_RULES = RULES_REPLACE_TERMS;
