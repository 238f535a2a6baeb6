import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

/** The data cannot be read with this session key: the person has to sign in to WeChat again. */
export class UserDataError extends Error {
  override readonly name = 'UserDataError';

  constructor(readonly reason: 'undecryptable' | 'foreign-app') {
    super(`WeChat user data refused: ${reason}`);
  }
}

export interface EncryptedUserData {
  appId: string;
  sessionKey: string;
  encryptedData: string;
  iv: string;
}

export interface WatermarkedData extends Record<string, unknown> {
  watermark: { appid: string; timestamp: number };
}

/** AES-128-CBC as `wx.getUserInfo` and its kin deliver it; the watermark must name our app. */
export function decryptUserData(input: EncryptedUserData): WatermarkedData {
  const data = decryptToObject(input);
  const watermark = data?.['watermark'] as { appid?: unknown } | undefined;
  if (!data || !watermark) throw new UserDataError('undecryptable');
  // Data of another mini-program decrypts as well when its session key is replayed to us.
  if (watermark.appid !== input.appId) throw new UserDataError('foreign-app');
  return data as WatermarkedData;
}

/** `signature` beside `rawData`: sha1(rawData + session_key). */
export function isRawDataSigned(rawData: string, sessionKey: string, signature: string): boolean {
  const expected = createHash('sha1')
    .update(rawData + sessionKey, 'utf8')
    .digest('hex');
  return equalText(expected, signature);
}

function decryptToObject(input: EncryptedUserData): Record<string, unknown> | undefined {
  try {
    const key = Buffer.from(input.sessionKey, 'base64');
    const decipher = createDecipheriv('aes-128-cbc', key, Buffer.from(input.iv, 'base64'));
    const plain = Buffer.concat([
      decipher.update(Buffer.from(input.encryptedData, 'base64')),
      decipher.final(),
    ]);
    return JSON.parse(plain.toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new UserDataError('undecryptable');
  }
}

function equalText(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
