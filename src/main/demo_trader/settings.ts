/** What the demo trader needs of the configuration. */

import type { Configuration } from '../configuration/configuration.ts';
import type { DemoSettings } from './demo_trader.ts';

const HEARTBEAT_SECONDS = 10;

/** `port` is the one the acceptor listens on, which is not the configured one when that is 0. */
export function demoSettings(configuration: Configuration, port: number, startedMs: number): DemoSettings {
  const { fix, demo, accounts, instruments } = configuration;
  const session = fix.sessions[demo.session]!;
  const account = accounts[session.accounts[0]!]!;
  const seconds = Math.min(Math.max(HEARTBEAT_SECONDS, fix.minHeartbeatNs / 1e9), fix.maxHeartbeatNs / 1e9);
  const anyAddress = fix.host === '0.0.0.0' || fix.host === '::';
  return {
    host: anyAddress ? 'localhost' : fix.host,
    port,
    session: {
      senderCompId: session.targetCompId,
      targetCompId: fix.senderCompId,
      user: session.user,
      password: session.password,
      heartbeatSeconds: Math.ceil(seconds),
    },
    account: account.name,
    instruments,
    ordersPerSecond: demo.ordersPerSecond,
    seed: demo.seed,
    oversizeLots: account.maxOrderLots + 1,
    idPrefix: `D${startedMs.toString(36).toUpperCase()}-`,
  };
}
