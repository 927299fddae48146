/**
 * Which answer to an Account Query is to one of this connection. One to an earlier connection's may stand in the stream, from
 * before requests that arrived since: as many answers as queries were open at the login may be such ones, the next is not.
 */
export class Queries {
  /** By login: queries whose answers may still come, and answers that are awaited. */
  private readonly open: Int32Array;
  private readonly awaited: Int32Array;

  constructor(logins: number) {
    this.open = new Int32Array(logins);
    this.awaited = new Int32Array(logins);
  }

  asked(login: number, isFirst: boolean): void {
    if (isFirst) this.awaited[login] = this.open[login]! + 1;
    this.open[login]!++;
  }

  /** True: this one says where the login stands. */
  answered(login: number): boolean {
    this.open[login] = Math.max(0, this.open[login]! - 1);
    if (this.awaited[login] === 0) return false;
    this.awaited[login]!--;
    return this.awaited[login] === 0;
  }

  /** More are awaited, and one is asked for at a time. */
  isAwaiting(login: number): boolean {
    return this.awaited[login]! > 0;
  }
}
