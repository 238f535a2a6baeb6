import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  chineseDay,
  Database,
  KernelContext,
  localDateOf,
  Settings,
  type Sql,
  type Tx,
} from '../../../kernel';
import { creditLimit, mayStaffBookSuspended, suspendDays } from './credit.settings';
import { standingOf, type CreditRules, type Standing } from './standing';

/** 信用 of a patient, whichever account books. What may book looks at `patient_credit` and nowhere else. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreditStanding {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  /**
   * Works a patient's standing out anew from the marks, under its row lock: the one place that writes it.
   * Call after the marks have changed, in the same transaction; of several patients in the order of their ids.
   */
  async recompute(tx: Tx, patientId: string, lift = false): Promise<Standing> {
    const now = this.kernelContext.clock.now();
    await tx.query(
      `insert into patient_credit (patient_id, updated_at) values ($1, $2) on conflict do nothing`,
      [patientId, now],
    );
    const [credit] = await tx.query<{ lifted_at: Date | null }>(
      `select lifted_at from patient_credit where patient_id = $1 for update`,
      [patientId],
    );
    const liftedAt = lift ? now : (credit?.lifted_at ?? null);
    const marks = await tx.query<{ at: Date; counts_until: Date }>(
      `select at, counts_until from credit_event
        where patient_id = $1 and counts_until is not null and excused_at is null`,
      [patientId],
    );
    const standing = standingOf(
      marks.map((mark) => ({ at: mark.at, countsUntil: mark.counts_until })),
      await this.rules(),
      liftedAt,
      now,
    );
    await tx.query(
      `update patient_credit set counted = $2, suspended_until = $3, lifted_at = $4, updated_at = $5
        where patient_id = $1`,
      [patientId, standing.counted, standing.suspendedUntil, liftedAt, now],
    );
    return standing;
  }

  /** The door for whatever an account does that takes or reserves a place. @throws PATIENT_SUSPENDED */
  async requireMayBook(patientId: string, sql: Sql = this.database): Promise<void> {
    const until = await this.suspendedUntil(patientId, sql);
    if (until) throw suspendedError(until);
  }

  /** The same for the desk, where the hospital may decide otherwise. @throws PATIENT_SUSPENDED */
  async requireStaffMayBook(patientId: string): Promise<void> {
    if (await this.settings.get(mayStaffBookSuspended)) return;
    await this.requireMayBook(patientId);
  }

  /** Null when booking is open. */
  async suspendedUntil(patientId: string, sql: Sql = this.database): Promise<Date | null> {
    const [row] = await sql.query<{ suspended_until: Date }>(
      `select suspended_until from patient_credit where patient_id = $1 and suspended_until > $2`,
      [patientId, this.kernelContext.clock.now()],
      'credit-suspended',
    );
    return row?.suspended_until ?? null;
  }

  private async rules(): Promise<CreditRules> {
    return {
      limit: await this.settings.get(creditLimit),
      suspendDays: await this.settings.get(suspendDays),
    };
  }
}

/** Says until when, so that nobody has to look for it. */
export function suspendedError(until: Date): AppError {
  const date = localDateOf(until);
  return new AppError('PATIENT_SUSPENDED', {
    message: `该就诊人因多次爽约暂停网上预约，到 ${date.slice(0, 4)}年${chineseDay(date)} 恢复，可在信用记录里申诉`,
  });
}
