/** `errcode` when WeChat gave no usable answer at all. */
export const NO_ANSWER = -2;

// -1 is «system busy»; 45011 is the per-minute limit of one user, worth another try a little later.
const RETRYABLE = new Set([NO_ANSWER, -1, 45011]);

/** The platform's own error code; never its text, which may quote what we sent. */
export class WechatError extends Error {
  override readonly name = 'WechatError';
  readonly retryable: boolean;

  constructor(
    readonly operation: string,
    readonly errcode: number,
    readonly status = 200,
  ) {
    super(`WeChat ${operation} failed with errcode ${errcode} (HTTP ${status})`);
    this.retryable = RETRYABLE.has(errcode);
  }

  /** The person's code was wrong, stale or used: they must tap again, repeating is useless. */
  get isCodeRefused(): boolean {
    return this.errcode === 40029 || this.errcode === 40163;
  }
}
