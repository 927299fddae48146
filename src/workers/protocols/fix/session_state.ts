/** Where a session stands, and when it last heard and spoke: connection, states, heartbeats, and the end of it. */
import type { FixSessionListener, FixTransport, ResolvedConfig } from './session_config.ts';
import type { SessionOutput } from './session_output.ts';
import type { SessionSpeech } from './session_speech.ts';

export const SessionState = {
  DISCONNECTED: 0,
  /** Acceptor, connected. */
  LOGON_AWAITED: 1,
  /** Initiator, connected. */
  LOGON_SENT: 2,
  ACTIVE: 3,
  /** We ended it and wait for the answer. */
  LOGOUT_SENT: 4,
} as const;
export type SessionState = (typeof SessionState)[keyof typeof SessionState];

const MS = 1e6;
/** A silent side is asked after this many heartbeats, and given up after as many again. */
const SILENT_HEARTBEATS = 1.2;

export class SessionConnection {
  state: SessionState = SessionState.DISCONNECTED;
  nowNs = 0;
  lastReceivedNs = 0;
  /** 0: none are sent and none expected. */
  heartbeatNs = 0;
  isTestRequestOut = false;
  private lastSentNs = 0;
  private stateSinceNs = 0;
  private transport: FixTransport | undefined;
  private readonly config: ResolvedConfig;
  private readonly output: SessionOutput;
  private readonly speech: SessionSpeech;
  private readonly listener: FixSessionListener | undefined;

  constructor(
    config: ResolvedConfig,
    output: SessionOutput,
    speech: SessionSpeech,
    listener: FixSessionListener | undefined,
  ) {
    this.config = config;
    this.output = output;
    this.speech = speech;
    this.listener = listener;
  }

  get isConnected(): boolean {
    return this.state !== SessionState.DISCONNECTED;
  }

  connect(transport: FixTransport, nowNs: number): void {
    this.transport = transport;
    this.output.connect(transport);
    this.isTestRequestOut = false;
    this.lastReceivedNs = nowNs;
    this.lastSentNs = nowNs;
  }

  enter(state: SessionState): void {
    this.state = state;
    this.stateSinceNs = this.nowNs;
  }

  /** Once Logon and what it asked for are dealt with. */
  tellActive(): void {
    this.listener?.onActive?.();
  }

  onTimer(): void {
    const { logonTimeoutMs, logoutTimeoutMs } = this.config;
    const inStateNs = this.nowNs - this.stateSinceNs;
    switch (this.state) {
      case SessionState.LOGON_AWAITED:
      case SessionState.LOGON_SENT:
        if (inStateNs > logonTimeoutMs * MS) this.close('no Logon in time');
        break;
      case SessionState.ACTIVE:
        this.keepAlive();
        break;
      case SessionState.LOGOUT_SENT:
        if (inStateNs > logoutTimeoutMs * MS) this.close('no answer to Logout');
        break;
    }
    this.flush();
  }

  /** Log, then socket. */
  flush(): void {
    const { output } = this;
    output.flush();
    if (!output.hasWritten) return;
    output.hasWritten = false;
    this.lastSentNs = this.nowNs;
  }

  /** Logout with the reason, then the connection ends without waiting. */
  endWith(reason: string): void {
    this.speech.logout(reason);
    this.close(reason);
  }

  close(reason: string): void {
    if (!this.isConnected) return;
    this.flush();
    const { transport } = this;
    this.transport = undefined;
    this.output.disconnect();
    this.enter(SessionState.DISCONNECTED);
    transport?.close();
    this.listener?.onClosed?.(reason);
  }

  private keepAlive(): void {
    const { heartbeatNs, nowNs } = this;
    if (heartbeatNs === 0) return;
    if (nowNs - this.lastSentNs >= heartbeatNs) this.speech.heartbeat(-1, -1);
    const silentNs = nowNs - this.lastReceivedNs;
    if (silentNs > 2 * SILENT_HEARTBEATS * heartbeatNs) this.close('silent, and no answer to TestRequest');
    else if (silentNs > SILENT_HEARTBEATS * heartbeatNs && !this.isTestRequestOut) {
      this.isTestRequestOut = true;
      this.speech.testRequest(Math.floor(nowNs / MS));
    }
  }
}
