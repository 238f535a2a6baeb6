import { Secret, TOTP } from 'otpauth';

const periodSeconds = 30;

/** A fresh secret of 160 bits, in base 32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator reads from a QR code. */
export function totpUrl(secret: string, names: { issuer: string; username: string }): string {
  return totpOf(secret, names).toString();
}

/**
 * The time step that a code belongs to, at most one away from now; null when it belongs to none. Who
 * keeps the last step that was used refuses a code that was seen before.
 */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / periodSeconds) + delta;
}

function totpOf(secret: string, names?: { issuer: string; username: string }): TOTP {
  return new TOTP({
    ...(names ? { issuer: names.issuer, label: names.username } : {}),
    secret: Secret.fromBase32(secret),
    period: periodSeconds,
    digits: 6,
  });
}
