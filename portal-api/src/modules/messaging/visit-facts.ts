import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  maskName,
  type AppointmentStatus,
  type CancelActor,
  type CancelReason,
  type FeeState,
} from '@suizhen/contract';
import { chineseMoment, Database, type LocalDate } from '../../kernel';
import { isAwaitedSql } from '../appointments';

/** What messages about a visit say. */
export interface VisitFacts {
  appointmentId: string;
  patientId: string;
  status: AppointmentStatus;
  date: LocalDate;
  nameMasked: string;
  /** 3月4日 周三 上午 9:00 */
  time: string;
  department: string;
  doctor: string;
  number: string;
  place: string;
  feeState: FeeState;
  cancelledBy: CancelActor | null;
  cancelReason: CancelReason | null;
  /** The hospital, which owns the number, has not said yes. */
  isAwaited: boolean;
}

interface FactsRow extends Record<string, unknown> {
  id: string;
  patient_id: string;
  patient_name: string;
  status: AppointmentStatus;
  date: LocalDate;
  starts_at: Date;
  department_name: string;
  location: string;
  branch_name: string;
  room: string;
  doctor_name: string;
  place_number: number;
  fee_state: FeeState;
  cancelled_by: CancelActor | null;
  cancel_reason: CancelReason | null;
  is_awaited: boolean;
}

/** Reads a visit as it stands now: an event says that something happened, the row says what is true. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Visits {
  @Inject()
  database: Database;

  async of(appointmentId: string): Promise<VisitFacts | null> {
    const [row] = await this.database.query<FactsRow>(
      `select a.id, a.patient_id, p.name as patient_name, a.status, a.date::text, a.starts_at, d.name as department_name,
         d.location, b.name as branch_name, r.room, c.name as doctor_name, a.place_number, a.fee_state,
         a.cancelled_by, a.cancel_reason,
         ${isAwaitedSql} as is_awaited
         from appointment a
         join patient p on p.id = a.patient_id
         join department d on d.id = a.department_id
         join branch b on b.id = a.branch_id
         join doctor c on c.id = a.doctor_id
         join slot s on s.id = a.slot_id
         join roster r on r.id = s.roster_id
        where a.id = $1`,
      [appointmentId],
      'visit-facts',
    );
    return row ? present(row) : null;
  }
}

function present(row: FactsRow): VisitFacts {
  return {
    appointmentId: row.id,
    patientId: row.patient_id,
    status: row.status,
    date: row.date,
    nameMasked: maskName(row.patient_name),
    time: chineseMoment(row.starts_at),
    department: row.department_name,
    doctor: row.doctor_name,
    number: String(row.place_number),
    place: [row.branch_name, row.location, row.room].filter(Boolean).join(' '),
    feeState: row.fee_state,
    cancelledBy: row.cancelled_by,
    cancelReason: row.cancel_reason,
    isAwaited: row.is_awaited,
  };
}
