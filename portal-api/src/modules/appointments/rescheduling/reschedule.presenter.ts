import type { ResponseOf } from '@suizhen/contract';
import type { RescheduleRow } from './reschedules.repository';

type Answer = ResponseOf<'rescheduleMyAppointment'>['reschedule'];

export function presentReschedule(row: RescheduleRow): Answer {
  return {
    id: row.id,
    state: row.state,
    fromSlotId: row.from_slot_id,
    fromStartsAt: row.from_starts_at.toISOString(),
    toSlotId: row.to_slot_id,
    toDate: row.to_date,
    toStartsAt: row.to_starts_at.toISOString(),
    toEndsAt: row.to_ends_at.toISOString(),
    toDoctorName: row.to_doctor_name,
    toQueueNumber: row.to_number,
    differenceFen: row.to_fee_fen - row.from_fee_fen,
    newFeeFen: row.to_fee_fen,
    expiresAt: row.state === 'awaiting-payment' ? (row.expires_at?.toISOString() ?? null) : null,
    createdAt: row.created_at.toISOString(),
  };
}
