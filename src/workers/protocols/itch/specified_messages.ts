/** Messages written out by hand from the tables of the specification, with the fields that they must be decoded into. */

export interface SpecifiedMessage {
  readonly type: string;
  readonly name: string;
  readonly hex: string;
  /** Besides `tracking` 7 and the time 09:30:00.123456789, which all of them have. */
  readonly fields: Readonly<Record<string, number | boolean | string>>;
}

export const TRACKING = 7;
export const TIME_NS = 34_200_123_456_789;

export const SPECIFIED_MESSAGES: readonly SpecifiedMessage[] = [
  {
    type: 'S',
    name: 'system event: start of market hours',
    hex: '53000000071f1ad635bd1551',
    fields: { locate: 0, eventCode: 81 },
  },
  {
    type: 'R',
    name: 'stock directory',
    hex: '52000d00071f1ad635bd154141504c20202020514e000000644e435a20504e4e314e000000004e',
    fields: {
      locate: 13,
      stock: 'AAPL',
      marketCategory: 81,
      financialStatus: 78,
      roundLotShares: 100,
      roundLotsOnly: 78,
      issueClassification: 67,
      issueSubType: 23072,
      authenticity: 80,
      shortSaleThreshold: 78,
      ipoFlag: 78,
      luldTier: 49,
      etpFlag: 78,
      etpLeverage: 0,
      inverse: 78,
    },
  },
  {
    type: 'H',
    name: 'trading action: halted, news pending',
    hex: '48000d00071f1ad635bd154141504c20202020482054312020',
    fields: { locate: 13, stock: 'AAPL', tradingState: 72, reserved: 32, reason: 1412505632 },
  },
  {
    type: 'Y',
    name: 'Reg SHO restriction',
    hex: '5910e100071f1ad635bd155a565a5a5420202031',
    fields: { locate: 4321, stock: 'ZVZZT', regShoAction: 49 },
  },
  {
    type: 'L',
    name: 'market participant position',
    hex: '4c000d00071f1ad635bd154753434f4141504c20202020594e41',
    fields: {
      locate: 13,
      participant: 1196639055,
      stock: 'AAPL',
      primaryMarketMaker: 89,
      marketMakerMode: 78,
      participantState: 65,
    },
  },
  {
    type: 'V',
    name: 'circuit breaker levels',
    hex: '56000000071f1ad635bd150000004622f21080000000419d0191c00000003c5428d580',
    fields: { locate: 0, level1Price8: 301234000000, level2Price8: 281807000000, level3Price8: 259110000000 },
  },
  {
    type: 'W',
    name: 'circuit breaker status',
    hex: '57000000071f1ad635bd1531',
    fields: { locate: 0, breachedLevel: 49 },
  },
  {
    type: 'K',
    name: 'IPO quoting period',
    hex: '4b1f4100071f1ad635bd154e4557434f202020000090244100029810',
    fields: { locate: 8001, stock: 'NEWCO', releaseTimeSeconds: 36900, releaseQualifier: 65, price4: 170000 },
  },
  {
    type: 'J',
    name: 'auction collar',
    hex: '4a006300071f1ad635bd1542524b2e42202020002191c000233f70001fe41000000002',
    fields: {
      locate: 99,
      stock: 'BRK.B',
      referencePrice4: 2200000,
      upperPrice4: 2310000,
      lowerPrice4: 2090000,
      extensions: 2,
    },
  },
  {
    type: 'h',
    name: 'operational halt',
    hex: '68006300071f1ad635bd1542524b2e422020204248',
    fields: { locate: 99, stock: 'BRK.B', marketCode: 66, haltAction: 72 },
  },
  {
    type: 'A',
    name: 'add',
    hex: '41000d00071f1ad635bd150000000000d3edc9420000012c4141504c20202020002bbe0c',
    fields: { locate: 13, reference: 13888969, isBuy: true, shares: 300, stock: 'AAPL', price4: 2866700 },
  },
  {
    type: 'F',
    name: 'attributed add, at the widest',
    hex: '46000d00071f1ad635bd15001fffffffffffff53ffffffff474f4f474c454c4cffffffff4e495445',
    fields: {
      locate: 13,
      reference: 9007199254740991,
      isBuy: false,
      shares: 4294967295,
      stock: 'GOOGLELL',
      price4: 4294967295,
      participant: 1313428549,
    },
  },
  {
    type: 'E',
    name: 'executed',
    hex: '45000d00071f1ad635bd150000000000d3edc900000064000000000000ddd5',
    fields: { locate: 13, reference: 13888969, shares: 100, matchNumber: 56789 },
  },
  {
    type: 'C',
    name: 'executed with price',
    hex: '43000d00071f1ad635bd150000000000d3edc900000032000000000000ddd64e002bbda8',
    fields: { locate: 13, reference: 13888969, shares: 50, matchNumber: 56790, printable: 78, price4: 2866600 },
  },
  {
    type: 'X',
    name: 'reduced',
    hex: '58000d00071f1ad635bd150000000000d3edc900000019',
    fields: { locate: 13, reference: 13888969, shares: 25 },
  },
  {
    type: 'D',
    name: 'deleted',
    hex: '44000d00071f1ad635bd150000000000d3edc9',
    fields: { locate: 13, reference: 13888969 },
  },
  {
    type: 'U',
    name: 'replaced',
    hex: '55000d00071f1ad635bd150000000000d3edc90000000100000005000000c8002bbd44',
    fields: { locate: 13, reference: 13888969, newReference: 4294967301, shares: 200, price4: 2866500 },
  },
  {
    type: 'P',
    name: 'trade with a hidden order',
    hex: '50000d00071f1ad635bd150000000000000000530000000a4141504c20202020002bbd760000010000000000',
    fields: {
      locate: 13,
      reference: 0,
      isBuy: false,
      shares: 10,
      stock: 'AAPL',
      price4: 2866550,
      matchNumber: 1099511627776,
    },
  },
  {
    type: 'Q',
    name: 'opening cross',
    hex: '51000d00071f1ad635bd15000000012a05f2004141504c20202020002bb510000000000000004d4f',
    fields: { locate: 13, shares: 5000000000, stock: 'AAPL', price4: 2864400, matchNumber: 77, crossType: 79 },
  },
  {
    type: 'B',
    name: 'broken trade',
    hex: '42000d00071f1ad635bd15000000000000ddd5',
    fields: { locate: 13, matchNumber: 56789 },
  },
  {
    type: 'I',
    name: 'imbalance',
    hex: '49000d00071f1ad635bd15000000000001d4c00000000000001194424141504c20202020002bb768002bbb50002bb380434c',
    fields: {
      locate: 13,
      pairedShares: 120000,
      imbalanceShares: 4500,
      imbalanceDirection: 66,
      stock: 'AAPL',
      farPrice4: 2865000,
      nearPrice4: 2866000,
      referencePrice4: 2864000,
      crossType: 67,
      priceVariation: 76,
    },
  },
  {
    type: 'N',
    name: 'retail interest',
    hex: '4e000d00071f1ad635bd154141504c2020202041',
    fields: { locate: 13, stock: 'AAPL', interest: 65 },
  },
  {
    type: 'O',
    name: 'capital raise',
    hex: '4f000d00071f1ad635bd15444c43522020202059000138800002cec000018aec00001f28c7214800000163140001b260',
    fields: {
      locate: 13,
      stock: 'DLCR',
      eligible: 89,
      minimumPrice4: 80000,
      maximumPrice4: 184000,
      nearPrice4: 101100,
      nearTimeNs: 34260000000000,
      lowerPrice4: 90900,
      upperPrice4: 111200,
    },
  },
];
