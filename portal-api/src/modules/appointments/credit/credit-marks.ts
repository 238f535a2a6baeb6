import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CreditEventKind } from '@suizhen/contract';
import { KernelContext, newId, Outbox, Settings, type Tx } from '../../../kernel';
import type { LockedAppointment } from '../ending/appointment.repository';
import { CreditStanding } from './credit-standing';
import { creditWindowDays, lateCancelMinutes } from './credit.settings';

const dayMs = 86_400_000;

export interface NewMark {
  kind: Exclude<CreditEventKind, 'amnesty'>;
  patientId: string;
  branchId: string | null;
  appointmentId: string | null;
  staffId?: string;
  note?: string;
}

/** Writes marks. Whoever calls works the standing out afterwards (`CreditStanding.recompute`). */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreditMarks {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  creditStanding: CreditStanding;
  @Inject()
  outbox: Outbox;

  /** @returns null when the appointment carries a mark already */
  async add(tx: Tx, mark: NewMark): Promise<string | null> {
    const now = this.kernelContext.clock.now();
    const window = await this.settings.get(creditWindowDays);
    const [row] = await tx.query<{ id: string }>(
      `insert into credit_event (id, patient_id, kind, appointment_id, branch_id, at, counts_until, staff_id, note)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (appointment_id) where kind in ('no-show', 'late-cancel') do nothing returning id`,
      [
        newId(now),
        mark.patientId,
        mark.kind,
        mark.appointmentId,
        mark.branchId,
        now,
        new Date(now.getTime() + window * dayMs),
        mark.staffId ?? null,
        mark.note ?? '',
      ],
    );
    // A missed visit has words of its own, with the visit in them.
    if (row && mark.kind !== 'no-show') {
      await this.outbox.append(tx, 'credit.marked', { eventId: row.id });
    }
    return row?.id ?? null;
  }

  /** A patient's own cancellation shortly before the visit, where the hospital counts it. */
  async noteCancellation(tx: Tx, appointment: LockedAppointment): Promise<void> {
    const minutes = await this.settings.get(lateCancelMinutes);
    const left = appointment.starts_at.getTime() - this.kernelContext.clock.now().getTime();
    const wasPromised = appointment.status === 'booked' || appointment.status === 'arrived';
    // Nobody is held to what the hospital had not promised.
    if (!wasPromised || appointment.is_awaited || left >= minutes * 60_000) return;
    const { id, patient_id: patientId, branch_id: branchId } = appointment;
    const [was] = await tx.query<{ is_suspended: boolean }>(
      `select is_suspended from appointment where id = $1`,
      [id],
    );
    // It is the clinic that does not take place.
    if (was?.is_suspended) return;
    if (await this.add(tx, { kind: 'late-cancel', patientId, branchId, appointmentId: id })) {
      await this.creditStanding.recompute(tx, patientId);
    }
  }
}
