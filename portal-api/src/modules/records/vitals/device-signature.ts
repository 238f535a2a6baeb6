import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a device says about itself with each message. */
export interface DeviceClaim {
  deviceId: string;
  /** Seconds since 1970. */
  timestamp: string;
  /** Hex of the HMAC. */
  signature: string;
}

const toleratedSeconds = 300;

function signatureOf(key: string, claim: Omit<DeviceClaim, 'signature'>, body: string): string {
  return createHmac('sha256', key)
    .update(`${claim.deviceId}.${claim.timestamp}.${body}`)
    .digest('hex');
}

/** The claim of a request, if it carries one that is well-formed. */
export function claimOf(
  headers: Record<string, string | string[] | undefined>,
): DeviceClaim | null {
  const header = (name: string): string => {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
  };
  const claim = {
    deviceId: header('x-device-id').toLowerCase(),
    timestamp: header('x-timestamp'),
    signature: header('x-signature').toLowerCase(),
  };
  const isWhole = /^\d{10}$/.test(claim.timestamp) && /^[0-9a-f]{64}$/.test(claim.signature);
  return isWhole ? claim : null;
}

/** Whether a claim was signed with the key, about now. @param now real time */
export function isGenuine(key: string, claim: DeviceClaim, body: string, now: Date): boolean {
  const given = Buffer.from(claim.signature, 'hex');
  const expected = Buffer.from(signatureOf(key, claim, body), 'hex');
  const age = Math.abs(now.getTime() / 1000 - Number(claim.timestamp));
  return timingSafeEqual(given, expected) && age <= toleratedSeconds;
}
