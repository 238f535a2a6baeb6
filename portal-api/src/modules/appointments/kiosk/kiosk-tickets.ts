import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, hashToken, KernelContext, newToken, realTime, type Tx } from '../../../kernel';

/** Long enough to read the screen and press, too short for who comes next. */
const lifeMs = 180_000;

interface Claims {
  a: string;
  d: string;
  e: number;
  n: string;
}

/**
 * What a look-up at a kiosk hands out: this visit may be checked in to, at this device, once, for three
 * minutes. Nothing is stored when it is made, so a look-up that found somebody takes no longer.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class KioskTickets {
  @Inject()
  kernelContext: KernelContext;

  issue(deviceId: string, appointmentId: string): string {
    const claims: Claims = {
      a: appointmentId,
      d: deviceId,
      e: realTime.now().getTime() + lifeMs,
      n: newToken().slice(0, 16),
    };
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${body}.${this.sign(body)}`;
  }

  /** Uses it up. @returns the visit @throws CODE_INVALID */
  async redeem(tx: Tx, deviceId: string, ticket: string): Promise<string> {
    const claims = this.read(ticket);
    const now = realTime.now();
    if (!claims || claims.d !== deviceId || claims.e <= now.getTime()) throw expired();
    const used = await tx.query(
      `insert into kiosk_ticket_use (ticket_hash, expires_at) values ($1, $2)
       on conflict do nothing returning ticket_hash`,
      [hashToken(ticket), new Date(claims.e)],
    );
    if (used.length === 0) throw expired();
    return claims.a;
  }

  private read(ticket: string): Claims | null {
    const [body = '', signature = ''] = ticket.split('.');
    const digest = (value: string) => createHash('sha256').update(value).digest();
    if (!timingSafeEqual(digest(this.sign(body)), digest(signature))) return null;
    // Signed by us: it is what `issue` wrote.
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims;
  }

  private sign(body: string): string {
    return this.kernelContext.secrets.index('kiosk-ticket', body);
  }
}

function expired(): AppError {
  return new AppError('CODE_INVALID', { message: '操作已超时，请重新查询' });
}
