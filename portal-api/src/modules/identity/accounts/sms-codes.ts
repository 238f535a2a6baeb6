import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Database,
  KernelContext,
  newId,
  newSmsCode,
  realTime,
  type Tx,
} from '../../../kernel';
import { CodeSenderHolder } from '../ports';

export type SmsPurpose = RequestOf<'requestSmsCode'>['body']['purpose'];

export interface IssuedCode {
  retryAfterSeconds: number;
  expiresInSeconds: number;
}

const lifeSeconds = 300;
const resendSeconds = 60;
const maxAttempts = 5;
/** A day's codes for one phone; more only annoys whoever owns it. */
const perDay = 30;

/** Codes by SMS. Only the newest code of a phone and purpose counts, for five minutes and five tries. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SmsCodes {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  codeSenderHolder: CodeSenderHolder;

  /**
   * @param request.isSent false: everything happens but the sending, so that nobody outside can tell
   * @throws RATE_LIMITED while an unused code is less than a minute old
   */
  async issue(
    tx: Tx,
    request: { phone: string; purpose: SmsPurpose; isSent?: boolean },
  ): Promise<IssuedCode> {
    const { phone, purpose, isSent = true } = request;
    const phoneIndex = this.kernelContext.secrets.index('phone', phone);
    const now = realTime.now();
    await this.requireLeisure(tx, phoneIndex, purpose, now);
    const code = newSmsCode();
    await tx.query(
      `insert into sms_code (id, phone_index, purpose, code_hash, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        newId(now),
        phoneIndex,
        purpose,
        this.hash(phone, purpose, code),
        now,
        new Date(now.getTime() + lifeSeconds * 1000),
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
  async verify(phone: string, purpose: SmsPurpose, code: string): Promise<void> {
    const rows = await this.database.query<{ is_right: boolean }>(
      `update sms_code c
          set attempts = c.attempts + 1, used_at = case when c.code_hash = $3 then $4::timestamptz end
         from (select id from sms_code where phone_index = $1 and purpose = $2
                order by created_at desc, id desc limit 1) latest
        where c.id = latest.id and c.used_at is null and c.attempts < $5 and c.expires_at > $4
        returning c.used_at is not null as is_right`,
      [
        this.kernelContext.secrets.index('phone', phone),
        purpose,
        this.hash(phone, purpose, code),
        realTime.now(),
        maxAttempts,
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

  private async requireLeisure(
    tx: Tx,
    phoneIndex: string,
    purpose: SmsPurpose,
    now: Date,
  ): Promise<void> {
    // Requests for one phone pass here one by one.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 7001))`, [phoneIndex]);
    const rows = await tx.query<{
      waiting_since: Date | null;
      in_a_day: number;
      oldest: Date | null;
    }>(
      `select max(created_at) filter (where purpose = $2 and used_at is null) as waiting_since,
              count(*)::int as in_a_day, min(created_at) as oldest
         from sms_code where phone_index = $1 and created_at > $3`,
      [phoneIndex, purpose, new Date(now.getTime() - 86_400_000)],
    );
    const { waiting_since: waitingSince, in_a_day: inADay, oldest } = rows[0]!;
    const secondsUntil = (since: Date, seconds: number) =>
      Math.ceil((since.getTime() + seconds * 1000 - now.getTime()) / 1000);
    const wait = waitingSince ? secondsUntil(waitingSince, resendSeconds) : 0;
    if (wait > 0) throw new AppError('RATE_LIMITED', { retryAfterSeconds: wait });
    if (oldest && inADay >= perDay * Math.max(1, this.kernelContext.config.RATE_LIMIT_FACTOR)) {
      throw new AppError('RATE_LIMITED', { retryAfterSeconds: secondsUntil(oldest, 86_400) });
    }
  }

  private hash(phone: string, purpose: SmsPurpose, code: string): string {
    return this.kernelContext.secrets.index('sms-code', `${phone}\n${purpose}\n${code}`);
  }
}
