import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Database,
  KernelContext,
  networkOf,
  newId,
  newSmsCode,
  realTime,
  type RequestMeta,
  type Tx,
} from '../../../kernel';
import { CodeSenderHolder } from '../ports';
import { SmsBudget } from './sms-budget';

/** What anybody may ask a code for, and `step-up`, which only a signed-in account gets. */
export type SmsPurpose = RequestOf<'requestSmsCode'>['body']['purpose'] | 'step-up';

export interface IssuedCode {
  retryAfterSeconds: number;
  expiresInSeconds: number;
}

const lifeSeconds = 300;
const maxAttempts = 5;

/**
 * Codes by SMS, good for five minutes and five tries. A code answers only to the device or the network
 * that asked for it, and of those only the newest counts: a stranger elsewhere can neither use up the
 * tries of somebody's code nor put a newer one in its place.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SmsCodes {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  codeSenderHolder: CodeSenderHolder;
  @Inject()
  smsBudget: SmsBudget;

  /**
   * @param request.isSent false: everything happens but the sending, so that nobody outside can tell
   * @throws RATE_LIMITED while an unused code is less than a minute old, or the day's budget is spent
   */
  async issue(
    tx: Tx,
    request: { phone: string; purpose: SmsPurpose; isSent?: boolean },
    from: RequestMeta,
  ): Promise<IssuedCode> {
    const { phone, purpose, isSent = true } = request;
    const phoneIndex = this.kernelContext.secrets.index('phone', phone);
    const now = realTime.now();
    const resendSeconds = await this.smsBudget.requireLeft(tx, { phoneIndex, purpose, from, now });
    const code = newSmsCode();
    const { network, device } = this.origin(from);
    await tx.query(
      `insert into sms_code (id, phone_index, purpose, code_hash, created_at, expires_at, network_index,
         device_index)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        newId(now),
        phoneIndex,
        purpose,
        this.hash(phone, purpose, code),
        now,
        new Date(now.getTime() + lifeSeconds * 1000),
        network,
        device,
      ],
    );
    if (isSent) await this.codeSenderHolder.get().send(tx, phone, code, purpose);
    return { retryAfterSeconds: resendSeconds, expiresInSeconds: lifeSeconds };
  }

  /**
   * Uses a code up. One statement, so a code serves one of many that bring it at once. Call it before a
   * transaction: a try must stay counted when what follows is undone.
   * @throws CODE_INVALID
   */
  async verify(
    given: { phone: string; purpose: SmsPurpose; code: string },
    from: RequestMeta,
  ): Promise<void> {
    const { phone, purpose, code } = given;
    const { network, device } = this.origin(from);
    const rows = await this.database.query<{ is_right: boolean }>(
      `update sms_code c
          set attempts = c.attempts + 1, used_at = case when c.code_hash = $3 then $4::timestamptz end
         from (select id from sms_code
                where phone_index = $1 and purpose = $2 and (device_index = $7 or network_index = $6)
                order by (device_index = $7) desc nulls last, created_at desc, id desc limit 1) latest
        where c.id = latest.id and c.used_at is null and c.attempts < $5 and c.expires_at > $4
        returning c.used_at is not null as is_right`,
      [
        this.kernelContext.secrets.index('phone', phone),
        purpose,
        this.hash(phone, purpose, code),
        realTime.now(),
        maxAttempts,
        network,
        device,
      ],
    );
    if (!rows[0]?.is_right) throw new AppError('CODE_INVALID');
  }

  /** What was kept of a phone goes with its account. */
  async forget(tx: Tx, phone: string): Promise<void> {
    await tx.query(`delete from sms_code where phone_index = $1`, [
      this.kernelContext.secrets.index('phone', phone),
    ]);
  }

  private origin({ address, device }: RequestMeta): { network: string; device: string | null } {
    const { secrets } = this.kernelContext;
    return {
      network: secrets.index('network', networkOf(address)),
      device: device === undefined ? null : secrets.index('device', device),
    };
  }

  private hash(phone: string, purpose: SmsPurpose, code: string): string {
    return this.kernelContext.secrets.index('sms-code', `${phone}\n${purpose}\n${code}`);
  }
}
