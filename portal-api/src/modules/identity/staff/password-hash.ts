import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** About 70 ms and 32 MB a try. Stored with each hash, so they can be raised later. */
const current = { logN: 15, r: 8, p: 1 };
const keyLength = 32;

/** `scrypt$logN$r$p$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, current);
  const { logN, r, p } = current;
  return ['scrypt', logN, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** False also for what is not a hash of ours: such an account cannot be signed in to. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parsed = parse(stored);
  // The work is done anyway: an unknown user must not be told by a quick answer.
  const { salt, key, parameters } = parsed ?? nobody;
  const derived = await derive(password, salt, parameters);
  return timingSafeEqual(derived, key) && parsed !== null;
}

/** Whether the hash was made with weaker parameters than today's. */
export function isOutdated(stored: string): boolean {
  const parsed = parse(stored);
  return parsed !== null && parsed.parameters.logN < current.logN;
}

interface Parameters {
  logN: number;
  r: number;
  p: number;
}

const nobody = { salt: randomBytes(16), key: randomBytes(keyLength), parameters: current };

function parse(stored: string): { salt: Buffer; key: Buffer; parameters: Parameters } | null {
  const parts = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(stored);
  if (!parts) return null;
  const [logN, r, p] = parts.slice(1, 4).map(Number) as [number, number, number];
  const key = Buffer.from(parts[5]!, 'base64url');
  if (key.length !== keyLength) return null;
  return { salt: Buffer.from(parts[4]!, 'base64url'), key, parameters: { logN, r, p } };
}

function derive(password: string, salt: Buffer, { logN, r, p }: Parameters): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    // One spelling of letters that can be written in two ways, whatever keyboard typed them.
    scrypt(password.normalize('NFKC'), salt, keyLength, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
