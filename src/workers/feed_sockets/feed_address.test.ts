import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  FeedAddressError,
  isFeedAddress,
  isMulticast,
  type MoldAddress,
  moldAddressText,
  parseFeedAddress,
} from './feed_address.ts';

test('a MoldUDP64 feed with all that can be said of it', () => {
  const text = 'mold://233.54.12.111:26477?b=233.86.230.111:26477&requests=10.0.0.1:26400,10.0.0.2:26401&session=DAY1';
  assert.equal(parseFeedAddress(`${text}&from=1&interface=10.0.0.9`), {
    protocol: 'mold',
    lines: [
      { host: '233.54.12.111', port: 26_477 },
      { host: '233.86.230.111', port: 26_477 },
    ],
    servers: [
      { host: '10.0.0.1', port: 26_400 },
      { host: '10.0.0.2', port: 26_401 },
    ],
    snapshot: undefined,
    session: 'DAY1',
    firstSequence: 1,
    networkInterface: '10.0.0.9',
  });
  const { snapshot } = parseFeedAddress('mold://1.2.3.4:5?snapshot=user:secret@10.0.0.3:26500') as MoldAddress;
  assert.equal(
    [snapshot?.username, snapshot?.password, snapshot?.server],
    ['user', 'secret', { host: '10.0.0.3', port: 26_500 }],
  );
});

test('an address is written as it is read', () => {
  for (const text of [
    'mold://127.0.0.1:0',
    'mold://[::1]:5000?b=[::1]:5001',
    'mold://127.0.0.1:1?b=127.0.0.1:2&requests=1.1.1.1:3,2.2.2.2:4&snapshot=me:word@127.0.0.1:5&session=A%26B&from=7',
    'mold://239.1.1.1:1?snapshot=a%2520b:p%2540ss%2526@127.0.0.1:5&interface=127.0.0.1',
  ]) {
    assert.is(moldAddressText(parseFeedAddress(text) as MoldAddress), text);
  }
  const { snapshot } = parseFeedAddress('mold://1.1.1.1:1?snapshot=a%2520b:p%2540ss%2526@127.0.0.1:5') as MoldAddress;
  assert.equal([snapshot?.username, snapshot?.password], ['a b', 'p@ss&']);
});

test('a SoupBinTCP feed', () => {
  assert.equal(parseFeedAddress('soup://user:p%40ss@exchange.example:9000?from=0'), {
    protocol: 'soup',
    server: { host: 'exchange.example', port: 9_000 },
    username: 'user',
    password: 'p@ss',
    session: undefined,
    firstSequence: 0,
  });
});

test('addresses of IPv6', () => {
  const address = parseFeedAddress('mold://[::1]:5000');
  assert.equal(address.protocol === 'mold' && address.lines, [{ host: '::1', port: 5_000 }]);
});

test('what is wrong is said', () => {
  const wrong = [
    ['file.itch', "'file.itch': expected mold://HOST:PORT or soup://USER:PASSWORD@HOST:PORT"],
    ['mold://1.2.3.4', "'1.2.3.4': expected HOST:PORT"],
    ['mold://1.2.3.4:5?c=1', "'c' is unknown: expected b, requests, snapshot, session, from, interface"],
    ['mold://1.2.3.4:5?requests=x', "'x': expected HOST:PORT"],
    ['mold://1.2.3.4:5?snapshot=1.2.3.4:5', 'soup: expected USER:PASSWORD@, of up to 6 and 10 characters'],
    ['mold://1.2.3.4:5?from=0', 'from=0: expected a sequence from 1 on'],
    ['mold://1.2.3.4:5?session=ELEVENCHARS', 'session=ELEVENCHARS: expected 1 to 10 characters'],
    ['soup://1.2.3.4:5', 'soup: expected USER:PASSWORD@, of up to 6 and 10 characters'],
    ['soup://toolong:x@1.2.3.4:5', 'soup: expected USER:PASSWORD@, of up to 6 and 10 characters'],
    ['soup://user:x@1.2.3.4:5?from=1.5', 'from=1.5: expected a sequence from 0 on'],
  ] as const;
  for (const [text, message] of wrong) {
    assert.throws(
      () => parseFeedAddress(text),
      (error: unknown) => error instanceof FeedAddressError && error.message === message,
      text,
    );
  }
});

test('files, feeds and multicast groups are told apart', () => {
  assert.ok(isFeedAddress('mold://1.2.3.4:5') && isFeedAddress('soup://a:b@c:1'));
  assert.not(isFeedAddress('data/mold.itch50'));
  assert.ok(isMulticast('224.0.0.1') && isMulticast('239.255.255.255'));
  assert.not(isMulticast('10.0.0.1') || isMulticast('240.0.0.1') || isMulticast('exchange.example'));
});

test.run();
