import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AppointmentStatus, HospitalConfirmation } from '@suizhen/contract';
import { KernelContext, Outbox, UnitOfWork, type Tx } from '../../../kernel';
import { NumberSourceHolder } from './ports';

/** Over `a` (appointment): the hospital was asked and has not said yes. */
export const isAwaitedSql = `(a.hospital_awaited_at is not null and a.hospital_confirmed_at is null)`;

/** Whether the hospital, where it owns the numbers, has said yes to what was booked here. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class HospitalConfirmations {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  outbox: Outbox;
  @Inject()
  numberSourceHolder: NumberSourceHolder;

  /**
   * From now on the hospital's yes is waited for, unless it was given already. Safe to repeat.
   * @returns whether the number is the hospital's
   */
  async expect(appointmentId: string): Promise<boolean> {
    if (!(await this.numberSourceHolder.source.isHospitals(appointmentId))) return false;
    await this.unitOfWork.run((tx) =>
      tx.query(
        `update appointment set hospital_awaited_at = $2 where id = $1 and hospital_awaited_at is null`,
        [appointmentId, this.kernelContext.clock.now()],
      ),
    );
    return true;
  }

  /** It has become another visit: whatever was said of the one before says nothing. */
  async expectAnew(tx: Tx, appointmentId: string): Promise<void> {
    const isHospitals = await this.numberSourceHolder.source.isHospitals(appointmentId);
    await tx.query(
      `update appointment set hospital_awaited_at = $2, hospital_confirmed_at = null
        where id = $1 and ($2::timestamptz is not null or hospital_awaited_at is not null)`,
      [appointmentId, isHospitals ? this.kernelContext.clock.now() : null],
    );
  }

  /** @param slotId of which it was said: a visit that was moved since still waits. Safe to repeat */
  async give(tx: Tx, appointmentId: string, slotId: string): Promise<void> {
    const given = await tx.query(
      `update appointment set hospital_confirmed_at = $3, hospital_awaited_at = coalesce(hospital_awaited_at, $3)
        where id = $1 and slot_id = $2 and status in ('booked', 'arrived', 'fulfilled')
          and hospital_confirmed_at is null returning id`,
      [appointmentId, slotId, this.kernelContext.clock.now()],
    );
    if (given.length > 0) await this.outbox.append(tx, 'appointment.confirmed', { appointmentId });
  }
}

/** What people are told. A held place is promised by nobody yet, and one that is over is waited for no longer. */
export function hospitalConfirmationOf(appointment: {
  status: AppointmentStatus;
  hospital_awaited_at?: string | Date | null;
  hospital_confirmed_at?: string | Date | null;
}): HospitalConfirmation | null {
  const { status, hospital_awaited_at, hospital_confirmed_at } = appointment;
  if (!hospital_awaited_at || status === 'pending' || status === 'cancelled') return null;
  return status === 'booked' && !hospital_confirmed_at ? 'awaited' : 'given';
}
