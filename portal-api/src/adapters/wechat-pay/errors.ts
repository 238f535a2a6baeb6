/**
 * Nobody knows whether it happened: no answer, a broken one, or one that is not provably the
 * company's. Ask again, or repeat under the same number.
 */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
  readonly retryable = true;

  constructor(
    readonly operation: string,
    readonly reason: 'timeout' | 'unreachable' | 'response-signature' | 'bad-answer' | 'busy',
  ) {
    super(`WeChat Pay ${operation}: ${reason}`);
  }
}

/** The company said no, for sure; repeating the same request changes nothing. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
  readonly retryable = false;

  constructor(
    readonly operation: string,
    /** The company's code, for example PARAM_ERROR or RESOURCE_NOT_EXISTS. */
    readonly code: string,
    readonly status: number,
  ) {
    // The company's own sentence stays out: it may quote the payer.
    super(`WeChat Pay ${operation} refused: ${code} (HTTP ${status})`);
  }
}

export type SignatureFault =
  | 'missing-headers'
  | 'stale'
  | 'probe'
  | 'unknown-serial'
  | 'bad-signature'
  | 'undecryptable'
  | 'foreign-merchant';

export class SignatureError extends Error {
  override readonly name = 'SignatureError';

  constructor(readonly fault: SignatureFault) {
    super(`WeChat Pay signature refused: ${fault}`);
  }
}
