/** A refusal as WeChat Pay words it: HTTP status, code, message. */
export class PayFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
