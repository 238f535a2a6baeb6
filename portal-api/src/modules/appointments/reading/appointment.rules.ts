import type { AppointmentStatus, FeeState } from '@suizhen/contract';

interface Cancellable {
  status: AppointmentStatus;
  fee_state: FeeState;
  starts_at: string | Date;
  is_suspended: boolean;
  is_awaited: boolean;
}

/** After this instant only the desk can cancel. */
export function cancelBefore(startsAt: string | Date, cutoffMinutes: number): Date {
  return new Date(new Date(startsAt).getTime() - cutoffMinutes * 60_000);
}

/** Why the patient cannot cancel alone; null when nothing stands in the way. */
export function cancelRefusal(
  appointment: Cancellable,
  paidAtDesk: boolean,
  cutoffMinutes: number,
  now: Date,
): 'INVALID_STATE' | 'CANCEL_CUTOFF_PASSED' | 'PAID_AT_DESK' | null {
  if (appointment.status === 'pending') return null;
  if (appointment.status !== 'booked') return 'INVALID_STATE';
  // What the house called off, or has not promised yet, may be given up at any time.
  const isLate = now >= cancelBefore(appointment.starts_at, cutoffMinutes);
  if (isLate && !appointment.is_suspended && !appointment.is_awaited) return 'CANCEL_CUTOFF_PASSED';
  // Cash goes back over the counter where it was taken.
  return paidAtDesk ? 'PAID_AT_DESK' : null;
}

interface Movable {
  status: AppointmentStatus;
  starts_at: string | Date;
  reschedule_count: number;
  is_suspended: boolean;
}

/** Why the patient cannot move a visit alone; null when nothing stands in the way. */
export function moveRefusal(
  appointment: Movable,
  rules: { moveCutoffMinutes: number; moveLimit: number },
  now: Date,
): 'INVALID_STATE' | 'CUTOFF_PASSED' | 'LIMIT_REACHED' | null {
  // A suspended clinic has its own way out, without limits.
  if (appointment.status !== 'booked' || appointment.is_suspended) return 'INVALID_STATE';
  if (now >= cancelBefore(appointment.starts_at, rules.moveCutoffMinutes)) return 'CUTOFF_PASSED';
  return appointment.reschedule_count >= rules.moveLimit ? 'LIMIT_REACHED' : null;
}
