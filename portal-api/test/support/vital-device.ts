import { createHmac } from 'node:crypto';
import type { Answer, Credentials, TestApp } from './app';

/** A device as its owner set it up: it knows its number and its key, and signs what it sends. */
export interface TestVitalDevice {
  id: string;
  key: string;
}

export async function aVitalDevice(
  app: TestApp,
  as: Credentials,
  patientId: string,
  kinds: string[] = ['blood-pressure', 'heart-rate'],
): Promise<TestVitalDevice> {
  const { body, error } = await app.call('addMyVitalDevice', {
    as,
    params: { patientId },
    body: { name: '血压计', kinds },
  });
  if (error) throw new Error(error.code);
  return { id: body.id, key: body.key };
}

interface SendOptions {
  /** Seconds since 1970; default now, in real time. */
  timestamp?: number;
  /** Signs other bytes than it sends. */
  signedBody?: string;
}

/** Sends readings signed as the protocol says. */
export async function sendVitals(
  app: TestApp,
  device: TestVitalDevice,
  readings: readonly Record<string, unknown>[],
  options: SendOptions = {},
): Promise<Answer<'receiveVitals'>> {
  const body = { readings };
  const timestamp = String(options.timestamp ?? Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', device.key)
    .update(`${device.id}.${timestamp}.${options.signedBody ?? JSON.stringify(body)}`)
    .digest('hex');
  return app.call('receiveVitals', {
    body,
    as: { 'x-device-id': device.id, 'x-timestamp': timestamp, 'x-signature': signature },
  });
}
