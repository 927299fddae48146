/** A FIX 4.4 client by people who never saw Sluice: jspurefix, with its own dictionary, codec and session layer. */

import './reflect_metadata.ts';
import {
  AsciiSession,
  EmptyLogFactory,
  type EngineFactory,
  type IJsFixConfig,
  type MsgView,
  SessionLauncher,
} from 'jspurefix';
import { until } from './daemon.ts';

export interface ForeignReport {
  readonly type: string;
  /** The message as the library understood it: names of the FIX repository, groups as objects. */
  readonly fields: Readonly<Record<string, unknown>>;
}

class Session extends AsciiSession {
  readonly reports: ForeignReport[] = [];
  isReady = false;
  hasStopped = false;
  error: Error | undefined;

  constructor(config: IJsFixConfig) {
    super(config);
  }

  /** `send` is for subclasses. */
  request(type: string, message: object): void {
    this.send(type, message);
  }

  protected override onApplicationMsg(type: string, view: MsgView): void {
    this.reports.push({ type, fields: view.toObject() as Record<string, unknown> });
  }

  protected override onReady(): void {
    this.isReady = true;
  }

  protected override onStopped(error?: Error): void {
    this.hasStopped = true;
    this.error = error;
  }

  protected override onLogon(): boolean {
    return true;
  }

  protected override onDecoded(): void {
    // Reports are read as objects.
  }

  protected override onEncoded(): void {
    // What is sent is the library's business.
  }
}

class Launcher extends SessionLauncher {
  session: Session | undefined;

  constructor(port: number, compId: string) {
    super(
      {
        application: {
          type: 'initiator',
          name: 'front-door',
          reconnectSeconds: 60,
          tcp: { host: '127.0.0.1', port },
          protocol: 'ascii',
          dictionary: 'repo44',
        },
        EncryptMethod: 0,
        ResetSeqNumFlag: true,
        HeartBtInt: 10,
        SenderCompId: compId,
        TargetCompID: 'SLUICE',
        BeginString: 'FIX.4.4',
      } as never,
      null,
      new EmptyLogFactory(),
    );
  }

  protected override makeFactory(): EngineFactory {
    return {
      makeSession: (config: IJsFixConfig) => {
        this.session = new Session(config);
        return this.session;
      },
    };
  }
}

export class ForeignClient {
  readonly #launcher: Launcher;
  readonly #ended: Promise<unknown>;

  constructor(port: number, compId: string) {
    this.#launcher = new Launcher(port, compId);
    this.#ended = this.#launcher.run().catch((error: unknown) => error);
  }

  get reports(): readonly ForeignReport[] {
    return this.#launcher.session?.reports ?? [];
  }

  async loggedOn(): Promise<void> {
    await until('jspurefix is logged on', () => this.#launcher.session?.isReady === true);
  }

  send(type: string, message: object): void {
    this.#launcher.session!.request(type, message);
  }

  /** The reports so far once there is one that `isIt`. */
  async report(what: string, isIt: (report: ForeignReport) => boolean): Promise<ForeignReport> {
    await until(`jspurefix has ${what}: ${JSON.stringify(this.reports)}`, () => this.reports.some(isIt));
    return this.reports.find(isIt)!;
  }

  async logout(): Promise<void> {
    this.#launcher.session!.done();
    await until('jspurefix has stopped', () => this.#launcher.session!.hasStopped);
    this.#launcher.stop();
    await this.#ended;
  }
}
