import { hash, randomBytes, randomFillSync, randomInt } from 'node:crypto';

let last = { at: 0, count: 0 };

/** Random bytes are fetched many at once: a booking makes five ids, and asking costs more than filling. */
const pool = Buffer.alloc(8 * 512);
let used = pool.length;

function takeRandom(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

/**
 * UUID v7 (RFC 9562): sorts by time, so indexes grow at one end. Made here, so any PostgreSQL ≥ 15 serves.
 * The ids of one process sort as they were made, also within a millisecond: rows of one transaction keep
 * their order.
 * @param now the instant in its first 48 bits
 */
export function newId(now: Date): string {
  const at = now.getTime();
  if (at > last.at) last = { at, count: 0 };
  else if (last.count === 0xfff) last = { at: last.at + 1, count: 0 };
  else last.count += 1;
  const bytes = Buffer.allocUnsafe(16);
  bytes.set(takeRandom(8), 8);
  bytes.writeUIntBE(last.at, 0, 6);
  bytes.writeUInt16BE(0x7000 | last.count, 6);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What every id made at an instant or later is not below: finds old rows by their key alone. */
export function lowestIdAt(instant: Date): string {
  const hex = instant.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** An opaque bearer secret of 256 bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** How tokens are stored: a leaked table signs nobody in. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}

/** Six digits for an SMS. */
export function newSmsCode(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, '0');
}

// Without 0, O, 1, I, L: people read these out.
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** `length` random letters that can be read out; 31^10 ≈ 8·10^14, so ten do not collide in practice and a unique index settles it. */
export function newCode(length: number): string {
  let code = '';
  for (let i = 0; i < length; i++) code += alphabet[randomInt(alphabet.length)];
  return code;
}
