/**
 * FIX 4.4, as far as it is spoken here: which fields a message has, which it must have, their types and values.
 *
 * Messages are written as the specification lists them: a star marks a required field, `n( ... )` a repeating group with
 * its NumInGroup tag and, first, its delimiter. Fields that the engine has no use for are known all the same: a valid
 * message is never refused for carrying them.
 */

export const FieldType = {
  STRING: 1,
  CHAR: 2,
  INT: 3,
  /** Whole, not negative: LENGTH, SEQNUM, NUMINGROUP. */
  COUNT: 4,
  FLOAT: 5,
  BOOLEAN: 6,
  UTC_TIMESTAMP: 7,
  LOCAL_DATE: 8,
  MONTH_YEAR: 9,
  DATA: 10,
} as const;
export type FieldType = (typeof FieldType)[keyof typeof FieldType];

/** Tags of each type but STRING, which is what is left. */
export const TAGS_BY_TYPE: ReadonlyArray<readonly [FieldType, string]> = [
  [FieldType.CHAR, '13 21 29 39 40 54 59 63 77 81 139 150 156 206 317 385 388 434 442 447 468 480 481 484 497 525 528'],
  [FieldType.CHAR, '530 531 532 544 564 587 589 590 591 613 624'],
  [FieldType.INT, '98 102 103 108 157 201 203 226 244 251 315 371 373 378 380 423 427 452 460 462 519 533 538 549 565'],
  [
    FieldType.INT,
    '581 582 607 638 660 661 663 690 698 775 788 803 805 835 836 837 838 840 841 842 843 844 846 847 851',
  ],
  [FieldType.INT, '854 865 875 891 911 919 7001'],
  [FieldType.COUNT, '7 9 16 34 36 45 90 93 95 212 348 350 354 362 364 369 383 618 621 630 789'],
  [FieldType.COUNT, '78 136 232 382 384 386 453 454 457 518 534 539 555 604 627 683 711 802 804 864 887'],
  [FieldType.FLOAT, '6 12 14 31 32 38 44 80 99 110 111 118 119 137 140 151 152 155 158 159 192 194 195 202 210 211'],
  [FieldType.FLOAT, '218 223 227 228 231 236 237 238 245 246 252 253 260 316 381 389 424 425 426 435 436 437 438'],
  [FieldType.FLOAT, '469 485 516 520 566 612 614 615 616 623 637 639 640 641 651 652 662 669 687 697 738 810 839 845'],
  [FieldType.FLOAT, '849 850 867 879 882 883 884 885 886 898 920 921 922'],
  [FieldType.BOOLEAN, '43 97 113 114 121 123 141 258 377 464 636 797 912'],
  [FieldType.UTC_TIMESTAMP, '52 60 122 126 168 483 515 586 629'],
  [FieldType.LOCAL_DATE, '64 75 193 224 225 229 230 240 241 242 247 248 249 254 259 432 541 542 588 611 696 701 739'],
  [FieldType.LOCAL_DATE, '866 873 874 915 916 917 956'],
  [FieldType.MONTH_YEAR, '200 313 610 667 955'],
  [FieldType.DATA, '89 91 96 213 349 351 355 363 365 619 622'],
];

/** Values of one character each that a tag may have; INT tags with values of more digits are not listed. */
export const VALUES: ReadonlyArray<readonly [number, string]> = [
  [13, '123456'],
  [21, '123'],
  [22, '123456789ABCDEFGHIJ'],
  [40, '12346789DEGIJKLMP'],
  [54, '123456789ABCDEFG'],
  [59, '01234567'],
  [63, '0123456789'],
  [77, 'OCRF'],
  [81, '0123456'],
  [98, '0123456'],
  [201, '01'],
  [203, '01'],
  [388, '0123456'],
  [427, '012'],
  [447, 'BCDEFGH123456789AI'],
  [468, '012'],
  [480, 'YNMO'],
  [481, 'YN123'],
  [497, 'YN'],
  [528, 'AGIPRW'],
  [530, '1234567'],
  [544, '123'],
  [581, '1234678'],
  [582, '1234'],
  [589, '012'],
  [590, '012'],
  [591, '01'],
  [635, 'BCEFHILM123459'],
  [775, '012'],
  [788, '1234'],
  [854, '01'],
];

/** A LENGTH tag and the DATA tag that must follow it: the data may hold any byte, SOH too. */
export const DATA_PAIRS: ReadonlyArray<readonly [length: number, data: number]> = [
  [90, 91],
  [93, 89],
  [95, 96],
  [212, 213],
  [348, 349],
  [350, 351],
  [354, 355],
  [362, 363],
  [364, 365],
  [618, 619],
  [621, 622],
];

export const HEADER =
  '*35 *49 *56 115 128 90 91 *34 50 142 57 143 116 144 129 145 43 97 *52 122 212 213 347 369 627( 628 629 630 )';
export const TRAILER = '93 89';

const TEXT = '58 354 355';
const PARTIES = '453( 448 447 452 802( 523 803 ) )';
const NESTED_PARTIES = '539( 524 525 538 804( 545 805 ) )';
const INSTRUMENT_IDENTITY = `65 48 22 454( 455 456 ) 460 461 167 762 200 541 201 224 225 239 226 227 228 255 543 470 471 472
  240 202 947 206 231 223 207 106 348 349 107 350 351 691 667 875 876 864( 865 866 867 868 ) 873 874`;
/** Symbol is required of the component by its text; '[N/A]' stands for a symbol that there is not. */
const INSTRUMENT = `*55 ${INSTRUMENT_IDENTITY}`;
const UNDERLYING_FIELDS = `312 309 305 457( 458 459 ) 462 463 310 763 313 542 315 241 242 243 244 245 246 256 595 592 593 594
  247 316 941 317 436 435 308 306 362 363 307 364 365 877 878 318 879 810 882 883 884 885 886 887( 888 889 )`;
const UNDERLYINGS = `711( 311 ${UNDERLYING_FIELDS} )`;
const FINANCING = '913 914 915 918 788 916 917 919 898';
const ORDER_QUANTITY = '38 152 516 468 469';
const SPREAD_AND_YIELD = '218 220 221 222 662 663 699 761 235 236 701 696 697 698';
const ALLOCATIONS = `70 78( 79 661 736 467 ${NESTED_PARTIES} 80 )`;
const PEG_AND_DISCRETION = '211 835 836 837 838 840 388 389 841 842 843 844 846 847 848 849';
const ORDER_IDENTITY = `*11 526 583 ${PARTIES} 229 75 1 660 581 589 590 591 ${ALLOCATIONS} 63 64 544 635 21 18 110 111 100
  386( 336 625 )`;
const ORDER_TERMS = `*54 114 *60 854 ${ORDER_QUANTITY} *40 423 44 99 ${SPREAD_AND_YIELD} 15 376 377 59 168 432 126 427 12 13
  479 497 528 529 582 121 120 775 ${TEXT} 193 192 640 77 203 210 ${PEG_AND_DISCRETION} 480 481 513 494 7001`;

/** What we take from a counterparty that sends orders, by MsgType. */
export const MESSAGES: Readonly<Record<string, string>> = {
  A: '*98 *108 95 96 141 789 383 384( 372 385 ) 464 553 554',
  0: '112',
  1: '*112',
  2: '*7 *16',
  3: `*45 371 372 373 ${TEXT}`,
  4: '123 *36',
  5: TEXT,
  D: `${ORDER_IDENTITY} 81 ${INSTRUMENT} ${FINANCING} ${UNDERLYINGS} 140 232( 233 234 ) 23 117 ${ORDER_TERMS}`,
  G: `*41 37 66 586 ${ORDER_IDENTITY} ${INSTRUMENT} ${FINANCING} ${UNDERLYINGS} ${ORDER_TERMS}`,
  F: `*41 37 *11 526 583 66 586 1 660 581 ${PARTIES} ${INSTRUMENT} ${FINANCING} ${UNDERLYINGS} *54 *60 ${ORDER_QUANTITY}
    376 ${TEXT}`,
  H: `37 *11 526 583 ${PARTIES} 790 1 660 ${INSTRUMENT} ${FINANCING} ${UNDERLYINGS} *54`,
  // Account and Strategy are not in FIX 4.4's mass cancel: taken as an extension, to cancel for one account or strategy.
  q: `*11 526 *530 1 336 625 55 ${INSTRUMENT_IDENTITY} 311 ${UNDERLYING_FIELDS} 54 *60 ${TEXT} 7001`,
  j: `45 *372 379 *380 ${TEXT}`,
  // What we send, as far as we send it: an initiator of ours takes it. Venues may send more; see README.md.
  8: `*37 198 526 527 11 41 583 693 790 584 911 912 ${PARTIES} 229 66 548 551 549 *17 19 *150 *39 636 103 378 1 660 581 589
    590 591 63 64 544 635 ${INSTRUMENT} ${FINANCING} ${UNDERLYINGS} *54 854 ${ORDER_QUANTITY} 40 423 44 99 15 376 377 59 168
    432 126 18 528 529 582 32 652 31 651 669 194 195 30 336 625 943 29 *151 *14 *6 424 425 426 427 75 60 113 12 13 479 497
    381 119 120 21 110 111 77 210 775 ${TEXT} 193 192 641 442 851 797 7001`,
  9: `*37 198 526 *11 583 *41 *39 636 586 66 1 660 581 229 75 60 *434 102 ${TEXT}`,
  r: `11 526 *37 198 *530 *531 532 533 534( 41 535 536 ) 336 625 55 ${INSTRUMENT_IDENTITY} 54 60 1 ${TEXT}`,
};
