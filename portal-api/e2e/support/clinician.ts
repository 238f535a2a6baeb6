import type { ResponseOf } from '@suizhen/contract';
import { expect } from 'vitest';
import { call, type Credentials } from '../../test/support/call';
import { passwordOf } from './console';

type Alert = ResponseOf<'listCriticalAlerts'>['items'][number];

/** A demonstration account that acts over HTTP. */
export async function staffCredentials(url: string, username: string): Promise<Credentials> {
  const body = { username, password: passwordOf(username) };
  const { status, headers } = await call(url, 'staffSignIn', { body });
  expect(status, `${username} signs in`).toBe(200);
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  const csrf = cookies.find((cookie) => cookie.startsWith('csrf_staff='))?.split('=')[1] ?? '';
  return { cookie: cookies.join('; '), 'x-csrf': csrf };
}

/** A member of the demonstration staff who acts over HTTP, beside the one whom the journey follows. */
export class Clinician {
  private constructor(
    private readonly url: string,
    private readonly as: Credentials,
  ) {}

  static async signIn(url: string, username: string): Promise<Clinician> {
    return new Clinician(url, await staffCredentials(url, username));
  }

  /** What waits for an acknowledgement, of that patient. */
  async alertsOf(patientName: string): Promise<Alert[]> {
    const query = { isOpen: true, limit: 100 };
    const { body } = await call(this.url, 'listCriticalAlerts', { query, as: this.as });
    return body.items.filter((alert) => alert.patientName === patientName);
  }

  /** Acknowledges it, deals with it, and lets the patient read the report. */
  async settle({ id: alertId, version }: Alert): Promise<void> {
    const [params, as] = [{ alertId }, this.as];
    const acknowledged = await call(this.url, 'acknowledgeCriticalAlert', {
      ...{ params, as },
      body: { note: '已知晓，由我处理', version },
    });
    expect(acknowledged.error).toBeUndefined();
    const resolved = await call(this.url, 'resolveCriticalAlert', {
      ...{ params, as },
      body: { outcome: '已电话联系患者复查', isReleased: true, version: acknowledged.body.version },
    });
    expect(resolved.error).toBeUndefined();
  }
}
