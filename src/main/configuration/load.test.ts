import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Configuration } from './configuration.ts';
import { loadConfiguration, type Override, parseConfiguration } from './load.ts';

function accepted(text: string, overrides: readonly Override[] = []): Configuration {
  const result = parseConfiguration(text, overrides);
  if (!result.ok) throw new Error(result.errors.join('\n'));
  return result.configuration;
}

function errorsOf(text: string, overrides: readonly Override[] = []): readonly string[] {
  const result = parseConfiguration(text, overrides);
  assert.not(result.ok, 'the configuration was accepted');
  return result.ok ? [] : result.errors;
}

test('without a file everything has a value that fits together', () => {
  const configuration = accepted('');
  assert.ok(configuration.instruments.length >= 20);
  const apple = configuration.instruments.find((instrument) => instrument.symbol === 'AAPL')!;
  assert.is(apple.referencePriceTicks, 28_950);
  assert.equal([apple.tickSizeMantissa, apple.tickSizeExponent, apple.lotSize], [1, -2, 1]);
  assert.is(configuration.fix.port, 9880);
  assert.equal(configuration.venues[0]!.name, 'XPRI');
  assert.is(configuration.venues[0]!.address, undefined);
  assert.is(configuration.fix.sessions[configuration.demo.session]!.targetCompId, 'DEMO');
  assert.is(configuration.log.windows * configuration.log.windowBytes, 2 ** 29);
});

const FIX_VENUE = `
  [[venues]]
  name = "XFIX"
  address = "10.0.0.1:9876"
  protocol = "fix"
  feed = "none"
  [venues.fix]
  senderCompId = "US"
  targetCompId = "THEM"
`;

test('a venue over FIX has a dialect', () => {
  const plain = accepted(FIX_VENUE).venues[0]!.fix!;
  assert.equal([plain.senderCompId, plain.targetCompId, plain.heartbeatSeconds], ['US', 'THEM', 30]);
  assert.equal(plain.timeInForce, { 1: '0', 2: '1', 4: '3', 5: '4' });
  assert.equal(
    [plain.handlInst, plain.account, plain.priceDecimals, plain.staleOrderMs],
    ['1', undefined, undefined, 2_000],
  );
  const own = accepted(`${FIX_VENUE}
    handlInst = "none"
    heartbeat = "5s"
    timeInForce = { day = "6", fok = "" }
    symbols = { AAPL = "AAPL.O" }
    orderFields = ["9303=D", "47=A=B"]
    staleOrder = "0ns"
    orderStatus = false
  `).venues[0]!.fix!;
  assert.is(own.handlInst, undefined);
  assert.is(own.heartbeatSeconds, 5);
  assert.equal(own.timeInForce, { 1: '6', 2: '1', 4: '3' });
  assert.equal(own.symbols, { AAPL: 'AAPL.O' });
  assert.equal(own.orderFields, [
    [9303, 'D'],
    [47, 'A=B'],
  ]);
  assert.equal([own.staleOrderMs, own.hasOrderStatus, own.hasMassCancel], [0, false, true]);
});

test('what does not fit of a venue over FIX is named', () => {
  const said = (text: string, pattern: RegExp) => {
    const errors = errorsOf(text).join('\n');
    assert.match(errors, pattern);
  };
  said('[[venues]]\nname = "X"\nprotocol = "fix"\naddress = "a:1"\nfeed = "none"', /venues\[0\]\.fix/);
  said(FIX_VENUE.replace('protocol = "fix"', ''), /venues\[0\]\.protocol/);
  said(FIX_VENUE.replace('10.0.0.1:9876', 'embedded'), /venues\[0\]\.address/);
  said(FIX_VENUE.replace('feed = "none"', ''), /venues\[0\]\.feed/);
  said(`${FIX_VENUE}orderFields = ["38=1"]`, /fix\.orderFields\[0\]/);
  said(`${FIX_VENUE}headerFields = ["115=A", "115=B"]`, /fix\.headerFields\[1\]/);
  said(`${FIX_VENUE}logonFields = ["x=1"]`, /TAG=VALUE/);
  said(`${FIX_VENUE}symbols = { NONESUCH = "A" }`, /symbol of an instrument/);
  said(`${FIX_VENUE}symbols = { AAPL = "MSFT" }`, /another symbol for each instrument/);
});

const OUCH_VENUE = `
  [[venues]]
  name = "XOUCH"
  address = "10.0.0.1:9876"
  protocol = "ouch"
  feed = "none"
  [venues.ouch]
  logins = ["US1:secret", "US2:secret"]
`;

test('what an embedded exchange displays is published, and dark ones display nothing', () => {
  const feedOf = (keys: string): string => accepted(`[[venues]]\nname = "X"\n${keys}`).venues[0]!.feed;
  assert.equal([feedOf(''), feedOf('type = "RMM"'), feedOf('type = "DARK"')], ['itch', 'itch', 'none']);
  assert.is(feedOf('address = "10.0.0.1:1"'), 'orders');
  const elsewhere = '[[venues]]\nname = "X"\naddress = "10.0.0.1:1"\nfeed = "itch"';
  assert.match(errorsOf(elsewhere).join('\n'), 'venues[0].feed = "itch": expected the address of its feed');
});

test('a venue by OUCH has a pool of logins, the embedded exchange two by itself', () => {
  const [venue] = accepted(OUCH_VENUE).venues;
  assert.equal(
    venue!.ouchLogins.map(({ username, password }) => `${username} ${password}`),
    ['US1 secret', 'US2 secret'],
  );
  assert.is(accepted('[[venues]]\nname = "X"\nprotocol = "ouch"').venues[0]!.ouchLogins.length, 2);
  assert.is(accepted('[[venues]]\nname = "X"').venues[0]!.ouchLogins.length, 0);
  for (const [text, pattern] of [
    [OUCH_VENUE.replace('protocol = "ouch"', ''), /venues\[0\]\.protocol/],
    [OUCH_VENUE.replace('feed = "none"', ''), /venues\[0\]\.feed/],
    [OUCH_VENUE.replace('US2:', 'us1:'), /ouch\.logins.*each user once/],
    [OUCH_VENUE.replace('US2:', 'LONGNAME:'), /USER:PASSWORD/],
    [OUCH_VENUE.replace(/\[venues\.ouch\]\n.*\n/, ''), /a table with logins/],
    [`${OUCH_VENUE}[[instruments]]\nsymbol = "X"\ntickSize = "0.00001"\nreferencePrice = "1"`, /whole 0\.0001/],
  ] as const) {
    assert.match(errorsOf(text).join('\n'), pattern);
  }
});

test('names become places, currency becomes ticks, text becomes nanoseconds and bytes', () => {
  const { fix, accounts, instruments, venues, strategies, log } = accepted(`
    [log]
    windowSize = "1 MiB"
    [fix]
    sessions = [
      { targetCompId = "C1", accounts = ["B", "A"], strategy = "slow" },
      { targetCompId = "C2", accounts = ["A"], strategy = "fast", user = "u", password = "p" },
      { targetCompId = "C3", accounts = ["A"], strategy = "slow", cancelOnDisconnect = true, disconnectGrace = "2s" },
    ]
    [instrumentDefaults]
    tickSize = 0.05
    lotSize = 10
    priceMaxAge = "1.5s"
    [[instruments]]
    symbol = "X"
    referencePrice = 12.35
    primaryVenue = "V2"
    [[instruments]]
    symbol = "Y"
    referencePrice = "3"
    tickSize = "0.5"
    lotSize = 1
    [[accounts]]
    name = "A"
    maxExposure = "1000000.30"
    [[accounts]]
    name = "B"
    enabled = false
    [[venues]]
    name = "V1"
    [[venues]]
    name = "V2"
    type = "ECN"
    address = "[::1]:9001"
    [demo]
    session = "C2"
  `);
  assert.is(log.windowBytes, 2 ** 20);
  assert.equal(strategies, ['slow', 'fast']);
  assert.equal(
    fix.sessions.map((session) => [session.accounts, session.strategy]),
    [[[1, 0], 0], [[0], 1], [[0], 0]], // biome-ignore format: rows
  );
  assert.equal(
    fix.sessions.map((session) => [session.cancelOnDisconnect, session.disconnectGraceNs]),
    [[false, 0], [false, 0], [true, 2e9]], // biome-ignore format: rows
  );
  assert.is(instruments[0]!.referencePriceTicks, 247);
  assert.is(instruments[0]!.primaryVenue, 1);
  assert.is(instruments[0]!.priceMaxAgeNs, 1_500_000_000);
  assert.equal([instruments[1]!.tickSizeMantissa, instruments[1]!.tickSizeExponent], [5, -1]);
  assert.is(accounts[0]!.maxExposureTickLots, 2_000_000, 'rounded down: 1,000,000.30 by 0.50');
  assert.is(accounts[1]!.enabled, false);
  assert.equal(venues[1]!.address, { host: '::1', port: 9001 });
});

const SESSION = '[[fix.sessions]]\ntargetCompId = "A"\n';
const rejected: readonly [what: string, text: string, error: string][] = [
  ['type', '[fix]\nport = "a"', 'fix.port = "a": expected a whole number from 0 to 65535'],
  ['range', '[engine]\norders = 1000', 'engine.orders = 1000: expected a power of two from 1024 to 16777216'],
  [
    'choice',
    '[engine]\ntopology = "fast"',
    'engine.topology = "fast": expected one of auto, shared, dedicated, single',
  ],
  ['not a number', '[demo]\nordersPerSecond = nan', 'demo.ordersPerSecond = NaN: expected a number from 0.1 to 10000'],
  ['no table', 'fix = 5', 'fix = 5: expected a table'],
  ['no list', '[fix]\nsessions = 5', 'fix.sessions = 5: expected a list of tables [[fix.sessions]]'],
  ['typing error', '[engine]\nidel = "spin"', 'engine.idel = "spin": expected a known key; did you mean idle?'],
  ['wrong table', 'topology = "shared"', 'topology = "shared": expected a known key; did you mean engine.topology?'],
  [
    'unknown key',
    '[exchange]\nzzz = 1',
    'exchange.zzz = 1: expected one of the keys seed, orders, clientOrders, storedReports, flow',
  ],
  [
    'missing key',
    `${SESSION}[[fix.sessions]]\nstrategy = "x"`,
    'fix.sessions[1].targetCompId is missing: expected a name of 1 to 40 printable ASCII characters without blanks',
  ],
  [
    'unit',
    '[log]\nwindowSize = "64 MB"',
    'log.windowSize = "64 MB": expected a power of two of bytes such as 64 MiB, from 1 MiB to 512 MiB',
  ],
  [
    'duration without unit',
    '[fix]\nlogonTimeout = 10',
    'fix.logonTimeout = 10: expected a duration such as 250ms, 10s or 5m (units ns, us, ms, s, m, h, d), from 100ms to 10m',
  ],
  [
    'unknown account',
    `${SESSION}accounts = ["DEMO", "X"]\n[demo]\nenabled = false`,
    'fix.sessions[0].accounts[1] = "X": expected the name of an account (DEMO, ALPHA, BETA)',
  ],
  [
    'CompID twice',
    `${SESSION}${SESSION}[demo]\nsession = "A"`,
    'fix.sessions[1].targetCompId = "A": expected a name that fix.sessions[0] has not taken',
  ],
  [
    'our own CompID',
    '[[fix.sessions]]\ntargetCompId = "SLUICE"\n[demo]\nenabled = false',
    'fix.sessions[0].targetCompId = "SLUICE": expected another name than fix.senderCompId',
  ],
  [
    'password alone',
    `${SESSION}password = "secret"\n[demo]\nsession = "A"`,
    'fix.sessions[0].user is missing: expected a user for the password',
  ],
  [
    'price off the tick',
    '[[instruments]]\nsymbol = "X"\nreferencePrice = "1.005"',
    'instruments[0].referencePrice = "1.005": expected a multiple of the tick size 0.01',
  ],
  [
    'symbol twice',
    '[[instruments]]\nsymbol = "X"\nreferencePrice = 1\n[[instruments]]\nsymbol = "X"\nreferencePrice = 1',
    'instruments[1].symbol = "X": expected a name that instruments[0] has not taken',
  ],
  [
    'fees that do not rise',
    '[[venues]]\nname = "A"\nexchange = { fees = [{ takerBps = 1 }, { takerBps = 0.5 }] }',
    'venues[0].exchange.fees[1].fromValue = 0: expected more than 0',
  ],
  ['demo session', SESSION, 'demo.session = "DEMO": expected the targetCompId of one of fix.sessions (A)'],
  [
    'small retention',
    '[log]\nretention = "500 MiB"',
    'log.retention = 524288000: expected at least two segments (536870912 bytes)',
  ],
  [
    'tick finer than market data',
    '[[instruments]]\nsymbol = "X"\nreferencePrice = 1\ntickSize = "0.00005"',
    'instruments[0].tickSize = "0.00005": expected a multiple of 0.0001, the unit of prices in market data',
  ],
  [
    'windows beyond the log',
    '[log]\nwindows = 32\n',
    'log.windows = 32: expected at most 16 of this log.windowSize (1073741824 bytes together)',
  ],
  [
    'tick beyond the records',
    'accountDefaults = { maxExposure = 1e12 }\n[[instruments]]\nsymbol = "X"\nreferencePrice = 1e10\ntickSize = 1e10',
    'instruments[0].tickSize = "10000000000": expected a tick size of at most nine digits',
  ],
  [
    'a default that fits no account, once',
    '[accountDefaults]\nmaxExposure = "0.001"',
    'accountDefaults.maxExposure = "0.001": expected from 0.01 to 90071992547409.91',
  ],
  ['core twice', '[engine]\ncores = [1, 1]', 'engine.cores[1] = 1: expected a core that is not listed before'],
];

for (const [what, text, error] of rejected) {
  test(`an error names key, value and expectation: ${what}`, () => assert.equal(errorsOf(text), [error]));
}

test('all problems are reported at once, and a TOML error says where', () => {
  assert.is(errorsOf('[fix]\nport = -1\n[demo]\nsed = 1\n[log]\nwindows = 1').length, 3);
  assert.match(errorsOf('a = [1\nb')[0]!, /^line 2, column 1: not TOML: /);
});

test('passwords are never printed', () => {
  const text = '[[fix.sessions]]\ntargetCompId = ""\nuser = "u"\npassword = "hunter2\\u0007"\nbogus = 1';
  const all = [...errorsOf(text), ...errorsOf('fix = [{ password = "hunter2" }]')].join('\n');
  assert.match(all, 'fix.sessions[0].password = (hidden)');
  assert.not.match(all, 'hunter2');
});

test('the command line wins over the file, and its errors name the option', () => {
  const port = (value: unknown): Override => ({ option: '--port', key: 'fix.port', value });
  assert.is(accepted('[fix]\nport = 1234', [port(9000)]).fix.port, 9000);
  assert.equal(errorsOf('', [port(70_000)]), ['--port: fix.port = 70000: expected a whole number from 0 to 65535']);
});

test('errors of a file name the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-configuration-'));
  try {
    const file = join(folder, 'x.toml');
    writeFileSync(file, '[fix]\nport = -1\n');
    const result = loadConfiguration(file);
    assert.equal(result.ok ? [] : result.errors, [`${file}: fix.port = -1: expected a whole number from 0 to 65535`]);
    const missing = loadConfiguration(join(folder, 'none.toml'));
    assert.match(missing.ok ? '' : missing.errors[0]!, /^cannot read .*none\.toml: ENOENT/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the example file is the defaults, spelled out', () => {
  const example = new URL('../../../sluice.example.toml', import.meta.url).pathname;
  assert.equal(loadConfiguration(example), loadConfiguration());
});

test('no file makes it throw', () => {
  const value = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant([]), fc.constant([{}]));
  const tableName = fc.constantFrom('engine', 'log', 'fix', 'instruments', 'accounts', 'venues', 'demo', 'x');
  const keyName = fc.constantFrom('cores', 'sessions', 'port', 'symbol', 'name', 'retention', 'session', '__proto__');
  fc.assert(
    fc.property(tableName, keyName, value, (table, key, held) => {
      const overrides = [{ option: '--x', key: `${table}.${key}`, value: held }];
      const result = parseConfiguration('', overrides);
      assert.ok(result.ok || result.errors.length > 0);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => assert.type(parseConfiguration(text).ok, 'boolean')));
});

test.run();
