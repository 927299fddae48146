/** Plain data: it also travels as a worker's workerData. */
export interface OuchOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly logins: readonly { readonly username: string; readonly password: string }[];
}
