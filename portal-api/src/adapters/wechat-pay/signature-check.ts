import { SignatureError } from './errors';
import type { PlatformKeys } from './platform-keys';
import { answerMessage, isSignedSha256Rsa } from './signing';

const TOLERANCE_SECONDS = 300;

export type HeaderReader = (name: string) => string | undefined;

/** Checks the signature headers of an API answer or a notification over the raw body. */
export async function requirePlatformSignature(
  keys: PlatformKeys,
  now: () => number,
  header: HeaderReader,
  body: string,
): Promise<void> {
  const timestamp = header('wechatpay-timestamp');
  const nonce = header('wechatpay-nonce');
  const serial = header('wechatpay-serial');
  const signature = header('wechatpay-signature');
  if (!timestamp || !nonce || !serial || !signature) throw new SignatureError('missing-headers');
  // Real time on purpose: a replayed message does not become fresh when the hospital's clock moves.
  const age = Math.abs(now() / 1000 - Number(timestamp));
  if (!(age <= TOLERANCE_SECONDS)) throw new SignatureError('stale');
  // The company probes with signatures that must fail; the key need not even be looked up.
  if (signature.startsWith('WECHATPAY/SIGNTEST/')) throw new SignatureError('probe');
  const key = await keys.find(serial);
  if (!key) throw new SignatureError('unknown-serial');
  if (!isSignedSha256Rsa(answerMessage({ timestamp, nonce, body }), signature, key)) {
    throw new SignatureError('bad-signature');
  }
}
