/** Carries the vendor's code only: texts of errors hold no phone numbers. */
export class SmsError extends Error {
  override readonly name = 'SmsError';

  constructor(
    readonly code: string,
    readonly retryable: boolean,
  ) {
    super(`SMS vendor refused: ${code}`);
  }
}

export class SmsSignatureError extends Error {
  override readonly name = 'SmsSignatureError';

  constructor(readonly fault: 'missing-headers' | 'stale' | 'bad-signature' | 'malformed') {
    super(`SMS receipt refused: ${fault}`);
  }
}
