import {
  HEADER_BYTES,
  LoginAccepted,
  LoginRequest,
  MAX_PAYLOAD_BYTES,
  PacketType,
  writeLeftPadded,
  writeText,
} from './layout.ts';

/** Fits one packet of any length beside what waits for its write. */
const BUFFER_BYTES = 1 << 17;

export interface Login {
  readonly username: string;
  readonly password: string;
  /** Empty: whichever is current. */
  readonly session: string;
  /** The next one wanted; 0: whatever comes next. */
  readonly sequence: number;
  /** 4.00: how long the server may hear nothing before it closes. */
  readonly heartbeatTimeoutMs?: number;
}

/** Takes bytes to the other side. They are the writer's again when it returns. */
export type WriteBytes = (bytes: Uint8Array) => void;

/** Packets one behind the other, written in as few pieces as they fit. */
export class PacketWriter {
  private readonly write: WriteBytes;
  private readonly bytes = new Uint8Array(BUFFER_BYTES);
  private readonly view = new DataView(this.bytes.buffer);
  private end = 0;

  constructor(write: WriteBytes) {
    this.write = write;
  }

  flush(): void {
    if (this.end === 0) return;
    const bytes = this.bytes.subarray(0, this.end);
    this.end = 0;
    this.write(bytes);
  }

  /** For a new connection. */
  reset(): void {
    this.end = 0;
  }

  empty(type: number): void {
    this.begin(type, 0);
  }

  data(type: number, source: Uint8Array, from: number, length: number): void {
    const to = this.begin(type, length);
    for (let i = 0; i < length; i++) this.bytes[to + i] = source[from + i]!;
  }

  debug(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.data(PacketType.DEBUG, bytes, 0, bytes.length);
  }

  loginRequest(login: Login): void {
    const { heartbeatTimeoutMs } = login;
    const hasTimeout = heartbeatTimeoutMs !== undefined;
    const at = this.begin(PacketType.LOGIN_REQUEST, hasTimeout ? LoginRequest.BYTES_WITH_TIMEOUT : LoginRequest.BYTES);
    writeText(this.bytes, at, LoginRequest.USERNAME, login.username);
    writeText(this.bytes, at, LoginRequest.PASSWORD, login.password);
    writeLeftPadded(this.bytes, at, LoginRequest.SESSION, login.session);
    writeLeftPadded(this.bytes, at, LoginRequest.SEQUENCE, String(login.sequence));
    if (hasTimeout) writeLeftPadded(this.bytes, at, LoginRequest.HEARTBEAT_TIMEOUT, String(heartbeatTimeoutMs));
  }

  loginAccepted(session: string, sequence: number): void {
    const at = this.begin(PacketType.LOGIN_ACCEPTED, LoginAccepted.BYTES);
    writeLeftPadded(this.bytes, at, LoginAccepted.SESSION, session);
    writeLeftPadded(this.bytes, at, LoginAccepted.SEQUENCE, String(sequence));
  }

  loginRejected(code: number): void {
    this.bytes[this.begin(PacketType.LOGIN_REJECTED, 1)] = code;
  }

  /** Where the payload goes. */
  private begin(type: number, length: number): number {
    if (length > MAX_PAYLOAD_BYTES) throw new RangeError(`a payload of ${length} bytes does not fit a packet`);
    if (this.end + HEADER_BYTES + length > BUFFER_BYTES) this.flush();
    const at = this.end;
    this.view.setUint16(at, length + 1);
    this.view.setUint8(at + 2, type);
    this.end = at + HEADER_BYTES + length;
    return at + HEADER_BYTES;
  }
}
