import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface SmsSignedParts {
  /** Empty for receipts, which come to whatever address we gave. */
  path: string;
  timestamp: string;
  nonce: string;
  body: string;
}

/** HMAC-SHA256 over path, time, nonce and the body's digest, one per line. */
export function smsSignature(secret: string, parts: SmsSignedParts): string {
  const digest = createHash('sha256').update(parts.body, 'utf8').digest('hex');
  const text = `${parts.path}\n${parts.timestamp}\n${parts.nonce}\n${digest}`;
  return createHmac('sha256', secret).update(text).digest('hex');
}

export function isSmsSigned(secret: string, parts: SmsSignedParts, signature: string): boolean {
  const expected = Buffer.from(smsSignature(secret, parts));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
