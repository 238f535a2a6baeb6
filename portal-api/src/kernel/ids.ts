import { createHash, randomBytes, randomInt } from 'node:crypto';

/**
 * UUID v7 (RFC 9562): sorts by time, so indexes grow at one end. Made here, so any PostgreSQL ≥ 15 serves.
 * @param now the instant in its first 48 bits
 */
export function newId(now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** An opaque bearer secret of 256 bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** How tokens are stored: a leaked table signs nobody in. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
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
