import { residentCheckDigit } from '@suizhen/contract';
import { KernelContext } from '../../src/kernel';
import type { TestApp } from './app';

export interface QueuedDelivery {
  id: string;
  kind: string;
  channel: string;
  to: string;
  template: string;
  params: Record<string, string>;
  state: string;
  attempts: number;
}

interface DeliveryRow {
  id: string;
  kind: string;
  channel: string;
  target_cipher: string;
  template: string;
  params_cipher: string;
  state: string;
  attempts: number;
}

/** What is queued or was sent, oldest first (the test clock stands still, the sender's does not), in clear. */
export async function deliveriesOf(app: TestApp, to?: string): Promise<QueuedDelivery[]> {
  const { secrets } = await app.get(KernelContext);
  const { rows } = await app.sql.query<DeliveryRow>(
    `select id, kind, channel, target_cipher, template, params_cipher, state, attempts from delivery
      order by created_at, next_attempt_at, id`,
  );
  return rows
    .map((row) => ({
      id: row.id,
      kind: row.kind,
      channel: row.channel,
      to: secrets.decrypt(row.target_cipher),
      template: row.template,
      params: JSON.parse(secrets.decrypt(row.params_cipher)) as Record<string, string>,
      state: row.state,
      attempts: row.attempts,
    }))
    .filter((delivery) => to === undefined || delivery.to === to);
}

/** The newest code that went to a phone. */
export async function lastCodeTo(app: TestApp, phone: string): Promise<string> {
  const codes = (await deliveriesOf(app, phone)).filter(({ kind }) => kind === 'code');
  return codes.at(-1)?.params.code ?? '';
}

/** A valid, fictitious resident number. Odd sequences are men's. */
export function aResidentNumber(birthDate: string, sequence: number): string {
  const first17 = `110105${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return first17 + residentCheckDigit(first17);
}
