import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { deskPaymentMethods, type PaymentMethod, type ResponseOf } from '@suizhen/contract';
import { KernelContext, localDateOf, Settings } from '../../../kernel';
import { cancelCutoffMinutes, isDeskPaymentAllowed, whatToBring } from '../appointment.settings';
import { moveCutoffMinutes, moveLimit } from '../rescheduling/rescheduling.settings';
import { hospitalConfirmationOf } from '../number-source/hospital-confirmations';
import { cancelBefore, cancelRefusal, moveRefusal } from './appointment.rules';
import type { AppointmentView, RefundView } from './appointment-view';

type Answer = ResponseOf<'getMyAppointment'>;

/** What presenting needs beside the appointment. */
export interface PresenterRules {
  cutoffMinutes: number;
  whatToBring: string;
  isDeskPaymentAllowed: boolean;
  moveCutoffMinutes: number;
  moveLimit: number;
  now: Date;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class MyAppointmentPresenter {
  @Inject()
  settings: Settings;
  @Inject()
  kernelContext: KernelContext;

  async rules(): Promise<PresenterRules> {
    const settings = await this.settings.now();
    return {
      cutoffMinutes: settings.of(cancelCutoffMinutes),
      whatToBring: settings.of(whatToBring),
      isDeskPaymentAllowed: settings.of(isDeskPaymentAllowed),
      moveCutoffMinutes: settings.of(moveCutoffMinutes),
      moveLimit: settings.of(moveLimit),
      now: this.kernelContext.clock.now(),
    };
  }

  async present(view: AppointmentView): Promise<Answer> {
    return presentMine(view, await this.rules());
  }

  /** As it stood when it was made, so that a repeated request gets the same body. */
  async presentAsMade(view: AppointmentView): Promise<Answer> {
    return presentMine(view, { ...(await this.rules()), now: new Date(view.created_at) });
  }
}

const iso = (instant: string) => new Date(instant).toISOString();
const isoOrNull = (instant: string | null) => (instant === null ? null : iso(instant));

export function presentMine(view: AppointmentView, rules: PresenterRules): Answer {
  const isPending = view.status === 'pending';
  const hospitalConfirmation = hospitalConfirmationOf(view);
  const isAwaited = hospitalConfirmation === 'awaited';
  return {
    id: view.id,
    appointmentNo: view.appointment_no,
    status: view.status,
    patientId: view.patient_id,
    patientName: view.patient_name,
    doctorId: view.doctor_id,
    doctorName: view.doctor_name,
    doctorTitle: view.doctor_title,
    departmentId: view.department_id,
    departmentName: view.department_name,
    branchId: view.branch_id,
    branchName: view.branch_name,
    branchAddress: view.branch_address,
    location: locationOf(view),
    slotId: view.slot_id,
    date: view.date,
    period: view.period,
    startsAt: iso(view.starts_at),
    endsAt: iso(view.ends_at),
    queueNumber: view.place_number,
    feeFen: view.fee_fen,
    feeState: view.fee_state,
    paymentId: view.payment_id,
    hold:
      isPending && view.hold_id !== null && view.hold_expires_at !== null
        ? { id: view.hold_id, expiresAt: iso(view.hold_expires_at) }
        : null,
    mayPayAtDesk: isPending && rules.isDeskPaymentAllowed,
    mayCancel:
      cancelRefusal(
        { ...view, is_awaited: isAwaited },
        isPaidAtDesk(view),
        rules.cutoffMinutes,
        rules.now,
      ) === null,
    cancelBefore: cancelBefore(view.starts_at, rules.cutoffMinutes).toISOString(),
    cancelledAt: isoOrNull(view.cancelled_at),
    cancelledBy: view.cancelled_by,
    cancelReason: view.cancel_reason,
    refund: view.refund && presentRefund(view.refund),
    checkInCode: view.status === 'booked' && !isAwaited ? view.check_in_code : null,
    whatToBring: rules.whatToBring,
    mayReschedule: !isAwaited && moveRefusal(view, rules, rules.now) === null,
    mayCheckIn:
      (view.status === 'booked' || view.status === 'arrived') &&
      !view.is_suspended &&
      !isAwaited &&
      view.date === localDateOf(rules.now),
    isSuspended: view.is_suspended && view.status === 'booked',
    hospitalConfirmation,
    createdAt: iso(view.created_at),
  };
}

export function presentRefund(refund: RefundView): NonNullable<Answer['refund']> {
  return {
    refundNo: refund.refund_no,
    amountFen: refund.amount_fen,
    state: refund.state,
    requestedAt: iso(refund.requested_at),
    succeededAt: isoOrNull(refund.succeeded_at),
  };
}

/** Where in the house. */
export function locationOf(view: { department_location: string; room: string }): string {
  return [view.department_location, view.room].filter((part) => part !== '').join(' ');
}

export function isPaidAtDesk(view: {
  fee_state: string;
  payment_method: PaymentMethod | null;
}): boolean {
  return (
    view.fee_state === 'paid' &&
    (deskPaymentMethods as readonly (string | null)[]).includes(view.payment_method)
  );
}
