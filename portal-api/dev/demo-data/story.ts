/** One appointment from booking to its end, as all the rows it leaves behind. */
import type {
  CancelActor,
  CancelReason,
  Channel,
  DayPeriod,
  PaymentMethod,
} from '@suizhen/contract';
import { addMinutes, instantAt, localDateOf, type LocalDate } from '../../src/kernel/local-date';
import { staffId } from './staff';
import { demoId, type Seeded } from './seeded';

export interface DemoSlot extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  doctor_name: string;
  department_id: string;
  department_name: string;
  branch_id: string;
  branch_code: string;
  date: LocalDate;
  period: DayPeriod;
  starts_at: Date;
  ends_at: Date;
  fee_fen: string;
  release_at: Date;
  numbers: number[];
  channels: string[];
}

export type StoryEnd =
  | 'booked'
  | 'arrived'
  | 'fulfilled'
  | 'noshow'
  | 'cancelled-by-patient'
  | 'cancelled-by-staff'
  | 'hold-expired';

export interface StoryWish {
  slot: DemoSlot;
  number: number;
  patientId: string;
  /** Present when somebody books through the portal. */
  accountId: string | null;
  channel: Channel;
  end: StoryEnd;
  isPaidOnline: boolean;
  createdAt: Date;
}

export interface StoryRows {
  appointment: Record<string, unknown>;
  hold: Record<string, unknown> | null;
  payment: Record<string, unknown> | null;
  refund: Record<string, unknown> | null;
  audits: Record<string, unknown>[];
  /** Whether the place is the patient's at the end. */
  keepsPlace: boolean;
}

const statusOf: Record<StoryEnd, string> = {
  booked: 'booked',
  arrived: 'arrived',
  fulfilled: 'fulfilled',
  noshow: 'noshow',
  'cancelled-by-patient': 'cancelled',
  'cancelled-by-staff': 'cancelled',
  'hold-expired': 'cancelled',
};
const cancellerOf: Partial<Record<StoryEnd, CancelActor>> = {
  'cancelled-by-patient': 'patient',
  'cancelled-by-staff': 'staff',
  'hold-expired': 'system',
};
const reasons: readonly CancelReason[] = ['schedule-conflict', 'recovered', 'booked-by-mistake'];
const deskMethods: readonly PaymentMethod[] = ['cash', 'bank-card', 'insurance'];

/** @param appointmentNo the number that people read out, unique */
export function tellStory(
  random: Seeded,
  wish: StoryWish,
  appointmentNo: string,
  now: Date,
): StoryRows {
  const teller = new StoryTeller(random, wish, appointmentNo, now);
  return teller.tell();
}

class StoryTeller {
  private readonly id: string;
  private readonly fee: number;
  private readonly isCancelled: boolean;
  private readonly bookedAt: Date | null;
  private readonly cancelledAt: Date | null;
  private readonly audits: Record<string, unknown>[] = [];

  constructor(
    private readonly random: Seeded,
    private readonly wish: StoryWish,
    private readonly appointmentNo: string,
    private readonly now: Date,
  ) {
    const { slot, end, createdAt, isPaidOnline } = wish;
    this.id = demoId('appointment', appointmentNo);
    this.fee = Number(slot.fee_fen);
    this.isCancelled = statusOf[end] === 'cancelled';
    const paysWhile = isPaidOnline ? random.int(1, 4) : 0;
    this.bookedAt = end === 'hold-expired' ? null : addMinutes(createdAt, paysWhile);
    this.cancelledAt = this.isCancelled ? this.cancelMoment() : null;
  }

  tell(): StoryRows {
    const payment = this.payment();
    const refund = payment?.state === 'refunded' ? this.refund(payment) : null;
    const rows: StoryRows = {
      appointment: this.appointment(payment, refund),
      hold: this.hold(),
      payment,
      refund,
      audits: this.audits,
      keepsPlace: !this.isCancelled,
    };
    this.writeHistory();
    return rows;
  }

  private cancelMoment(): Date {
    const { end, createdAt, slot } = this.wish;
    if (end === 'hold-expired') return addMinutes(createdAt, 10);
    // What came back by the payment company came back before today; see `lastBilled` of the planner.
    const last = this.wish.isPaidOnline ? instantAt(localDateOf(this.now)) : this.now;
    const latest = Math.min(addMinutes(slot.starts_at, -150).getTime(), last.getTime() - 1);
    const earliest = addMinutes(createdAt, 15).getTime();
    return new Date(earliest + Math.max(0, latest - earliest) * this.random.next());
  }

  private appointment(
    payment: Record<string, unknown> | null,
    refund: Record<string, unknown> | null,
  ) {
    const { wish } = this;
    const { slot, end } = wish;
    const isOnline = wish.channel === 'wechat';
    return {
      id: this.id,
      appointment_no: this.appointmentNo,
      patient_id: wish.patientId,
      account_id: isOnline ? wish.accountId : null,
      staff_id: isOnline ? null : this.clerk(),
      channel: wish.channel,
      slot_id: slot.id,
      place_number: wish.number,
      doctor_id: slot.doctor_id,
      department_id: slot.department_id,
      branch_id: slot.branch_id,
      date: slot.date,
      period: slot.period,
      starts_at: slot.starts_at,
      ends_at: slot.ends_at,
      status: statusOf[end],
      exclusivity_key: `department-day:${wish.patientId}:${slot.department_id}:${slot.date}`,
      fee_fen: this.fee,
      fee_state: this.feeState(payment, refund),
      check_in_code: this.random.code(10),
      cancel_reason: this.cancelReason(),
      cancelled_by: cancellerOf[end] ?? null,
      cancelled_at: this.cancelledAt,
      created_at: wish.createdAt,
      booked_at: this.bookedAt,
      version: 1,
    };
  }

  private feeState(
    payment: Record<string, unknown> | null,
    refund: Record<string, unknown> | null,
  ): string {
    if (refund) return 'refunded';
    if (payment?.state === 'paid') return 'paid';
    return this.wish.end === 'hold-expired' ? 'unpaid' : 'pay-at-desk';
  }

  private cancelReason(): CancelReason | null {
    const { end } = this.wish;
    if (end === 'cancelled-by-patient') return this.random.pick(reasons);
    if (end !== 'cancelled-by-staff') return null;
    return this.random.chance(0.5) ? 'clinic-suspended' : 'other';
  }

  private clerk(): string {
    return staffId(this.wish.slot.branch_code === 'PARK' ? 'desk.east' : 'desk');
  }

  private hold() {
    const { slot, number, end, createdAt, isPaidOnline } = this.wish;
    if (end !== 'hold-expired' && !isPaidOnline) return null;
    return {
      id: demoId('hold', this.appointmentNo),
      slot_id: slot.id,
      place_number: number,
      appointment_id: this.id,
      state: end === 'hold-expired' ? 'expired' : 'confirmed',
      created_at: createdAt,
      expires_at: addMinutes(createdAt, 10),
      settled_at: this.bookedAt ?? this.cancelledAt,
    };
  }

  /** Online at booking, or at the desk on the day for those who came. */
  private payment(): Record<string, unknown> | null {
    const { end, isPaidOnline, slot, createdAt } = this.wish;
    if (end === 'hold-expired') return this.order('wechat-jsapi', 'closed', createdAt, null);
    if (isPaidOnline) {
      const method = this.random.chance(0.7) ? 'wechat-jsapi' : 'wechat-native';
      return this.order(method, this.isCancelled ? 'refunded' : 'paid', createdAt, this.bookedAt);
    }
    if (end !== 'fulfilled' && end !== 'arrived') return null;
    const arrived = addMinutes(slot.starts_at, -this.random.int(8, 40));
    const paidAt = arrived < createdAt ? createdAt : arrived > this.now ? this.now : arrived;
    return this.order(this.random.pick(deskMethods), 'paid', paidAt, paidAt);
  }

  private order(method: PaymentMethod, state: string, createdAt: Date, paidAt: Date | null) {
    const isOnline = method.startsWith('wechat');
    const { slot, patientId, accountId } = this.wish;
    return {
      id: demoId('payment', this.appointmentNo),
      payment_no: `P${compact(createdAt)}${this.random.code(13)}`,
      appointment_id: this.id,
      patient_id: patientId,
      account_id: isOnline ? accountId : null,
      staff_id: isOnline ? null : this.clerk(),
      method,
      state,
      amount_fen: this.fee,
      refunded_fen: state === 'refunded' ? this.fee : 0,
      description: isOnline ? `${slot.department_name} ${slot.doctor_name} 挂号费` : '挂号费',
      provider_transaction_id:
        isOnline && paidAt ? `4200${compact(paidAt)}${this.appointmentNo}` : null,
      created_at: createdAt,
      expires_at: addMinutes(createdAt, 10),
      paid_at: paidAt,
      closed_at: state === 'closed' ? this.cancelledAt : null,
      query_attempts: 0,
      version: 1,
    };
  }

  private refund(payment: Record<string, unknown>) {
    const requestedAt = this.cancelledAt ?? this.now;
    return {
      id: demoId('refund', this.appointmentNo),
      refund_no: `R${compact(requestedAt)}${this.random.code(13)}`,
      payment_id: payment.id,
      amount_fen: this.fee,
      reason: '预约已取消',
      state: 'succeeded',
      provider_refund_id: `5030${compact(requestedAt)}${this.appointmentNo}`,
      attempts: 1,
      requested_at: requestedAt,
      succeeded_at: addMinutes(requestedAt, 1),
    };
  }

  private writeHistory(): void {
    const { end, slot, channel, isPaidOnline, createdAt } = this.wish;
    const self = channel === 'wechat' ? 'account' : 'staff';
    const isHeld = isPaidOnline || end === 'hold-expired';
    this.note(isHeld ? 'appointment.hold' : 'appointment.create', createdAt, self);
    if (isPaidOnline) this.note('appointment.confirm', this.bookedAt, 'system');
    if (end === 'hold-expired') this.note('appointment.expire', this.cancelledAt, 'system');
    if (end === 'cancelled-by-patient')
      this.note('appointment.cancel', this.cancelledAt, 'account');
    if (end === 'cancelled-by-staff') this.note('appointment.cancel', this.cancelledAt, 'staff');
    if (end === 'fulfilled') this.note('appointment.fulfil', slot.ends_at, 'staff');
    if (end === 'noshow') this.note('appointment.noshow', slot.ends_at, 'system');
  }

  private note(action: string, at: Date | null, by: 'account' | 'staff' | 'system'): void {
    const accountId = this.wish.accountId;
    this.audits.push({
      id: demoId('audit', `${this.appointmentNo}/${action}`),
      at: at ?? this.now,
      actor_kind: by === 'account' && !accountId ? 'system' : by,
      actor_id: by === 'staff' ? this.clerk() : by === 'account' ? accountId : null,
      actor_name: by === 'staff' ? '前台' : by === 'system' ? 'demo' : '',
      actor_role: by === 'staff' ? 'front-desk' : '',
      action,
      resource_kind: 'appointment',
      resource_id: this.id,
      patient_id: this.wish.patientId,
      outcome: 'ok',
      detail: {},
    });
  }
}

const compact = (at: Date): string => localDateOf(at).replaceAll('-', '').slice(2);
