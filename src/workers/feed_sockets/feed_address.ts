/**
 * Where a feed is, as one word that both sides understand:
 *
 *     mold://HOST:PORT[?b=HOST:PORT][&requests=HOST:PORT[,HOST:PORT]][&snapshot=USER:PASSWORD@HOST:PORT]
 *                     [&session=NAME][&from=SEQUENCE][&interface=ADDRESS]
 *     soup://USER:PASSWORD@HOST:PORT[?session=NAME][&from=SEQUENCE]
 *
 * `b` is the second line of the same packets, `requests` who answers for lost ones, `snapshot` who sends
 * whole books over SoupBinTCP when those cannot. A multicast host is joined on `interface`.
 */

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface MoldAddress {
  readonly protocol: 'mold';
  readonly lines: readonly Endpoint[];
  readonly servers: readonly Endpoint[];
  readonly snapshot: SoupAddress | undefined;
  readonly session: string | undefined;
  readonly firstSequence: number | undefined;
  /** Our address on the network of a multicast group. */
  readonly networkInterface: string | undefined;
}

export interface SoupAddress {
  readonly protocol: 'soup';
  readonly server: Endpoint;
  readonly username: string;
  readonly password: string;
  readonly session: string | undefined;
  readonly firstSequence: number | undefined;
}

export type FeedAddress = MoldAddress | SoupAddress;

export class FeedAddressError extends Error {
  override readonly name = 'FeedAddressError';
}

const SESSION_CHARACTERS = 10;
const USERNAME_CHARACTERS = 6;
const PASSWORD_CHARACTERS = 10;

export function isFeedAddress(text: string): boolean {
  return /^(mold|soup):\/\//.test(text);
}

/** Throws a FeedAddressError that says what is wrong. */
export function parseFeedAddress(text: string): FeedAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'mold:') return parseMold(url);
  if (url?.protocol === 'soup:') return parseSoup(url);
  throw new FeedAddressError(`'${text}': expected mold://HOST:PORT or soup://USER:PASSWORD@HOST:PORT`);
}

/** A multicast group of IPv4: 224.0.0.0 to 239.255.255.255. */
export function isMulticast(host: string): boolean {
  const first = Number(/^(\d+)\.\d+\.\d+\.\d+$/.exec(host)?.[1]);
  return first >= 224 && first <= 239;
}

/** The word that `parseFeedAddress` reads as this. */
export function moldAddressText(address: MoldAddress): string {
  const { lines, servers, snapshot, session, firstSequence, networkInterface } = address;
  const word = encodeURIComponent;
  const query = [
    lines[1] === undefined ? '' : `b=${hostAndPort(lines[1])}`,
    servers.length === 0 ? '' : `requests=${servers.map(hostAndPort).join(',')}`,
    snapshot === undefined ? '' : `snapshot=${loginOf(snapshot)}@${hostAndPort(snapshot.server)}`,
    session === undefined ? '' : `session=${word(session)}`,
    firstSequence === undefined ? '' : `from=${firstSequence}`,
    networkInterface === undefined ? '' : `interface=${networkInterface}`,
  ].filter((part) => part !== '');
  return `mold://${hostAndPort(lines[0]!)}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** Twice: once for the query, once for the address in it. */
function loginOf({ username, password }: SoupAddress): string {
  return [username, password].map((text) => encodeURIComponent(encodeURIComponent(text))).join(':');
}

function hostAndPort({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function parseMold(url: URL): MoldAddress {
  const query = queryOf(url, ['b', 'requests', 'snapshot', 'session', 'from', 'interface']);
  const b = query.get('b');
  const requests = query.get('requests');
  const session = query.get('session');
  if (session !== undefined && !/^[\x21-\x7e]{1,10}$/.test(session)) {
    throw new FeedAddressError(`session=${session}: expected 1 to ${SESSION_CHARACTERS} characters`);
  }
  return {
    protocol: 'mold',
    lines: [endpointOf(url.host), ...(b === undefined ? [] : [endpointOf(b)])],
    snapshot: snapshotOf(query.get('snapshot')),
    servers: requests === undefined ? [] : requests.split(',').map(endpointOf),
    session,
    firstSequence: sequenceOf(query, 1),
    networkInterface: query.get('interface'),
  };
}

function snapshotOf(text: string | undefined): SoupAddress | undefined {
  return text === undefined ? undefined : (parseFeedAddress(`soup://${text}`) as SoupAddress);
}

function parseSoup(url: URL): SoupAddress {
  const query = queryOf(url, ['session', 'from']);
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const isLong = username.length > USERNAME_CHARACTERS || password.length > PASSWORD_CHARACTERS;
  if (username === '' || isLong || !/^[\x20-\x7e]*$/.test(username + password)) {
    throw new FeedAddressError(
      `soup: expected USER:PASSWORD@, of up to ${USERNAME_CHARACTERS} and ${PASSWORD_CHARACTERS} characters`,
    );
  }
  const session = query.get('session');
  if (session !== undefined && !/^[\x21-\x7e]{1,10}$/.test(session)) {
    throw new FeedAddressError(`session=${session}: expected 1 to ${SESSION_CHARACTERS} characters`);
  }
  return {
    protocol: 'soup',
    server: endpointOf(url.host),
    username,
    password,
    session,
    firstSequence: sequenceOf(query, 0),
  };
}

function queryOf(url: URL, known: readonly string[]): Map<string, string> {
  const query = new Map(url.searchParams);
  for (const name of query.keys()) {
    if (!known.includes(name)) throw new FeedAddressError(`'${name}' is unknown: expected ${known.join(', ')}`);
  }
  return query;
}

function endpointOf(text: string): Endpoint {
  const match = /^(?<host>\[[0-9a-fA-F:]+\]|[^:]+):(?<port>\d+)$/.exec(text);
  const port = Number(match?.groups?.port);
  if (!(port >= 0 && port <= 65_535)) throw new FeedAddressError(`'${text}': expected HOST:PORT`);
  return { host: match!.groups!.host!.replace(/^\[|\]$/g, ''), port };
}

function sequenceOf(query: Map<string, string>, lowest: number): number | undefined {
  const text = query.get('from');
  if (text === undefined) return undefined;
  const sequence = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  if (sequence < lowest) throw new FeedAddressError(`from=${text}: expected a sequence from ${lowest} on`);
  return sequence;
}
