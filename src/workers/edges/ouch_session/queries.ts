/**
 * Which answer to an Account Query is to one of this connection. One to an earlier connection's may stand in the stream, from
 * before requests that arrived since: as many answers as queries were open at the login may be such ones, the next is not.
 *
 * A query that was lost with its connection stays open, since nothing tells it from one whose answer is on its way, until an
 * answer comes to a request that left behind it: the venue answers in the order of arrival.
 */
export class Queries {
  /** By login: queries whose answers may still come, and answers that are awaited. */
  private readonly open: Int32Array;
  private readonly awaited: Int32Array;
  /** By login: requests with this UserRefNum or a higher one arrived behind every query, if they did. */
  private readonly behindAll: Float64Array;

  constructor(logins: number) {
    this.open = new Int32Array(logins);
    this.awaited = new Int32Array(logins);
    this.behindAll = new Float64Array(logins).fill(Number.POSITIVE_INFINITY);
  }

  asked(login: number, isFirst: boolean): void {
    if (isFirst) {
      this.awaited[login] = this.open[login]! + 1;
      this.behindAll[login] = Number.POSITIVE_INFINITY;
    }
    this.open[login]!++;
  }

  /** `next` is the UserRefNum that the answer names. True: it says where the login stands, and requests may leave behind it. */
  answered(login: number, next: number): boolean {
    this.open[login] = Math.max(0, this.open[login]! - 1);
    if (this.awaited[login] === 0) return false;
    this.awaited[login]!--;
    if (this.awaited[login]! > 0) return false;
    this.behindAll[login] = next;
    return true;
  }

  /** The venue has answered a request: what left before it has been answered, or never will be. */
  passed(login: number, userRef: number): void {
    if (userRef >= this.behindAll[login]!) this.open[login] = 0;
  }

  /** The venue has begun another stream of answers: none of the old ones will come. */
  forgotten(login: number): void {
    this.open[login] = 0;
    this.awaited[login] = 0;
  }

  /** More are awaited, and one is asked for at a time. */
  isAwaiting(login: number): boolean {
    return this.awaited[login]! > 0;
  }
}
