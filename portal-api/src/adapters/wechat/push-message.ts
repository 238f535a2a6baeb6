import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/**
 * WeChat's message push: URL check, and safe mode (AES-256-CBC, PKCS#7 to blocks of 32 bytes,
 * plain text = random16 + length(4, big endian) + message + appid).
 */
export interface PushSecrets {
  token: string;
  /** The 43 characters from the console. */
  encodingAesKey: string;
  appId: string;
}

export class PushMessageError extends Error {
  override readonly name = 'PushMessageError';

  constructor(readonly reason: 'undecryptable' | 'foreign-app') {
    super(`WeChat push message refused: ${reason}`);
  }
}

export interface EncryptedReply {
  Encrypt: string;
  MsgSignature: string;
  TimeStamp: number;
  Nonce: string;
}

const BLOCK = 32;
const RANDOM_BYTES = 16;
const HEADER_BYTES = RANDOM_BYTES + 4;

/** Without `encrypted` this is `signature`; with it, `msg_signature`, the one to check in safe mode. */
export function pushSignature(
  token: string,
  timestamp: string,
  nonce: string,
  encrypted?: string,
): string {
  const parts = [token, timestamp, nonce, ...(encrypted === undefined ? [] : [encrypted])].sort();
  return createHash('sha1').update(parts.join('')).digest('hex');
}

export function isPushSigned(signature: string, expected: string): boolean {
  const a = Buffer.from(signature);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

export function decryptPush(secrets: PushSecrets, encrypted: string): string {
  const plain = unpad(decryptBlocks(secrets, encrypted));
  if (plain.length < HEADER_BYTES) throw new PushMessageError('undecryptable');
  const end = HEADER_BYTES + plain.readUInt32BE(RANDOM_BYTES);
  if (end > plain.length) throw new PushMessageError('undecryptable');
  if (plain.subarray(end).toString('utf8') !== secrets.appId) {
    throw new PushMessageError('foreign-app');
  }
  return plain.subarray(HEADER_BYTES, end).toString('utf8');
}

export function encryptPush(
  secrets: PushSecrets,
  message: string,
  random: Buffer = randomBytes(RANDOM_BYTES),
): string {
  const body = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = pad(Buffer.concat([random, length, body, Buffer.from(secrets.appId)]));
  const key = aesKey(secrets);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

export function encryptReply(
  secrets: PushSecrets,
  message: string,
  at: { timestamp: number; nonce: string; random?: Buffer },
): EncryptedReply {
  const encrypted = encryptPush(secrets, message, at.random);
  return {
    Encrypt: encrypted,
    MsgSignature: pushSignature(secrets.token, String(at.timestamp), at.nonce, encrypted),
    TimeStamp: at.timestamp,
    Nonce: at.nonce,
  };
}

function decryptBlocks(secrets: PushSecrets, encrypted: string): Buffer {
  try {
    const key = aesKey(secrets);
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
    decipher.setAutoPadding(false); // Node pads to 16 bytes, WeChat to 32.
    return Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
  } catch {
    throw new PushMessageError('undecryptable');
  }
}

function aesKey(secrets: PushSecrets): Buffer {
  return Buffer.from(`${secrets.encodingAesKey}=`, 'base64');
}

function pad(plain: Buffer): Buffer {
  const missing = BLOCK - (plain.length % BLOCK);
  return Buffer.concat([plain, Buffer.alloc(missing, missing)]);
}

function unpad(plain: Buffer): Buffer {
  const added = plain.at(-1) ?? 0;
  if (added < 1 || added > BLOCK) throw new PushMessageError('undecryptable');
  return plain.subarray(0, plain.length - added);
}
