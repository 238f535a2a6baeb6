import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AppointmentStatus, HoldState } from '@suizhen/contract';
import { Database, KernelContext, systemActor, type Tx } from '../../kernel';
import type { HeldPlaceSql, Payable, Quote } from '../payments';
import { Appointments, type LockedAppointment } from './ending/appointment.repository';
import { ConfirmHold, heldPlaceSql, isHoldAlive } from './ending/confirm-hold';
import { EndAppointment } from './ending/end-appointment';
import { LockAtHospital } from './number-source';
import { FinishMove } from './rescheduling/finish-move';

interface QuoteRow extends Record<string, unknown> {
  patient_id: string;
  status: AppointmentStatus;
  fee_fen: number;
  department_name: string;
  doctor_name: string;
  hold_state: HoldState | null;
  expires_at: Date | null;
  starts_at: Date;
  move_id: string | null;
  move_due_fen: number | null;
  move_expires_at: Date | null;
}

/** What payments need to know of an appointment, and what their news do to it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AppointmentPayable implements Payable {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  appointments: Appointments;
  @Inject()
  confirmHold: ConfirmHold;
  @Inject()
  endAppointment: EndAppointment;
  @Inject()
  finishMove: FinishMove;
  @Inject()
  lockAtHospital: LockAtHospital;

  async quote(appointmentId: string): Promise<Quote | null> {
    const [row] = await this.database.query<QuoteRow>(
      `select a.patient_id, a.status, a.fee_fen::float8 as fee_fen, a.starts_at, dp.name as department_name,
         d.name as doctor_name, h.state as hold_state, h.expires_at, m.id as move_id,
         m.due_fen::float8 as move_due_fen, m.expires_at as move_expires_at
       from appointment a
       join department dp on dp.id = a.department_id
       join doctor d on d.id = a.doctor_id
       left join hold h on h.appointment_id = a.id and h.purpose = 'booking'
       left join reschedule m on m.appointment_id = a.id and m.state = 'awaiting-payment'
       where a.id = $1`,
      [appointmentId],
    );
    if (!row) return null;
    if (row.move_id !== null) return this.differenceQuote(row);
    return {
      patientId: row.patient_id,
      amountFen: row.fee_fen,
      reference: null,
      description: `${row.department_name} ${row.doctor_name} 挂号费`,
      expiresAt: row.expires_at ?? row.starts_at,
      standing: this.standingOf(row),
    };
  }

  async prepare(appointmentId: string): Promise<void> {
    await this.lockAtHospital.require(appointmentId);
  }

  async lock(tx: Tx, appointmentId: string): Promise<void> {
    await this.appointments.take(tx, appointmentId);
  }

  async onPaid(
    tx: Tx,
    {
      appointmentId,
      reference,
      wasClosed,
    }: { appointmentId: string; reference: string | null; wasClosed: boolean },
  ): Promise<'confirmed' | 'refund'> {
    const appointment = await this.appointments.read(tx, appointmentId);
    if (!appointment) return 'refund';
    if (wasClosed) {
      await this.owe(tx, appointment);
      return 'refund';
    }
    if (reference !== null) {
      const actor = systemActor('wechat-pay');
      const isDone = await this.finishMove.run(tx, actor, appointment, reference);
      if (!isDone) await this.owe(tx, appointment);
      return isDone ? 'confirmed' : 'refund';
    }
    if (isHoldAlive(appointment, this.kernelContext.clock.now())) {
      await this.confirmHold.run(tx, systemActor('wechat-pay'), appointment, 'paid');
      return 'confirmed';
    }
    // Chosen to pay at the desk, and then paid on the phone after all.
    const isOwed = appointment.status === 'booked' || appointment.status === 'arrived';
    if (
      isOwed &&
      (await this.appointments.setFeeState(tx, appointmentId, ['pay-at-desk'], 'paid'))
    ) {
      return 'confirmed';
    }
    if (isOwed) return 'refund';
    await this.tooLate(tx, appointment);
    return 'refund';
  }

  heldPlace(): HeldPlaceSql {
    return heldPlaceSql;
  }

  async onRefunded(tx: Tx, { appointmentId }: { appointmentId: string }): Promise<void> {
    await this.appointments.setFeeState(tx, appointmentId, ['refunding'], 'refunded');
  }

  /** The money came after the time to pay: the place goes back even before the sweep finds it. */
  private async tooLate(tx: Tx, appointment: LockedAppointment): Promise<void> {
    if (appointment.status !== 'pending') return this.owe(tx, appointment);
    await this.endAppointment.run(tx, systemActor('wechat-pay'), appointment, {
      action: 'appointment.expire',
      by: 'system',
      reason: null,
      note: '',
    });
    await this.owe(tx, { ...appointment, status: 'cancelled' });
  }

  /** What came for an appointment that is over is on its way back. */
  private async owe(tx: Tx, { id, status }: LockedAppointment): Promise<void> {
    const from = ['unpaid', 'pay-at-desk', 'refunded'] as const;
    if (status === 'cancelled') await this.appointments.setFeeState(tx, id, from, 'refunding');
  }

  /** The visit is paid; what is asked for is the difference of the one it is to become. */
  private differenceQuote(row: QuoteRow): Quote {
    const expiresAt = row.move_expires_at ?? row.starts_at;
    return {
      patientId: row.patient_id,
      amountFen: row.move_due_fen ?? 0,
      reference: row.move_id,
      description: `${row.department_name} ${row.doctor_name} 改约差价`,
      expiresAt,
      standing: expiresAt <= this.kernelContext.clock.now() ? 'expired' : 'payable',
    };
  }

  private standingOf(row: QuoteRow): Quote['standing'] {
    if (row.fee_fen === 0) return 'not-payable';
    const isHeld = row.status === 'pending' && row.hold_state === 'active';
    if (!isHeld) return row.hold_state === 'expired' ? 'expired' : 'not-payable';
    const isOver = row.expires_at === null || row.expires_at <= this.kernelContext.clock.now();
    return isOver ? 'expired' : 'payable';
  }
}
