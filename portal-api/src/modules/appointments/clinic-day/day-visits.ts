import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  ageOn,
  maskName,
  type AppointmentStatus,
  type CareClass,
  type FeeState,
  type Gender,
  type QueueEntryState,
  type ResponseOf,
} from '@suizhen/contract';
import {
  auditColumns,
  Database,
  KernelContext,
  newId,
  type LocalDate,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { promptsFor } from './prompts';

export type DayVisit = ResponseOf<'savePreparation'>;

interface VisitRow extends Record<string, unknown> {
  id: string;
  roster_id: string;
  patient_id: string;
  patient_name: string;
  gender: Gender;
  birth_date: LocalDate;
  care_class: CareClass;
  allergies: string;
  doctor_name: string;
  room: string;
  number: number;
  status: AppointmentStatus;
  fee_state: FeeState;
  date: LocalDate;
  starts_at: Date;
  visit_reason_cipher: string | null;
  is_returning: boolean;
  last_date: LocalDate | null;
  last_department: string | null;
  last_doctor: string | null;
  visit_count: number;
  no_shows: number;
  preparation: string;
  queue_state: QueueEntryState | null;
  follows_appointment_id: string | null;
  follows_date: LocalDate | null;
  version: number;
}

/** A line of the audit says as much as one for each time that the page asks. */
const lookEveryMs = 3_600_000;

/** Visits with what to know before the patient comes in. Shows health data, so each look is recorded per patient. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DayVisits {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;

  /**
   * @param where over `a` (the visit), `e` (its entry in a queue) and `r` (the clinic where it takes place)
   * @param name of the statement with this `where`: planning it takes longer than running it
   */
  async find(
    staff: StaffActor,
    where: string,
    values: readonly unknown[],
    name: string,
  ): Promise<DayVisit[]> {
    const rows = await this.database.query<VisitRow>(
      `select a.id, r.id as roster_id, a.patient_id, p.name as patient_name, p.gender,
         p.birth_date::text as birth_date, p.care_class, p.allergies, d.name as doctor_name,
         coalesce(q.room, r.room) as room, coalesce(e.number, a.place_number) as number, a.status, a.fee_state,
         a.date::text as date, a.starts_at, a.visit_reason_cipher, a.preparation, e.state as queue_state,
         a.follows_appointment_id, f.date::text as follows_date, a.version,
         last.date as last_date, last.department as last_department, last.doctor as last_doctor,
         past.visit_count, past.is_returning,
         (select count(*)::int from credit_event c where c.patient_id = a.patient_id and c.kind = 'no-show'
            and c.excused_at is null and c.counts_until > $1) as no_shows
       from appointment a
         join slot s on s.id = a.slot_id
         left join queue_entry e on e.appointment_id = a.id and a.status <> 'booked'
         join roster r on r.id = coalesce(e.roster_id, s.roster_id)
         left join queue q on q.roster_id = r.id
         join doctor d on d.id = r.doctor_id
         join patient p on p.id = a.patient_id
         left join appointment f on f.id = a.follows_appointment_id
         left join lateral (
           select count(*)::int as visit_count, coalesce(bool_or(o.department_id = a.department_id), false) as is_returning
             from appointment o
            where o.patient_id = a.patient_id and o.status = 'fulfilled' and o.starts_at < a.starts_at) past on true
         left join lateral (
           select o.date::text as date, od.name as department, oc.name as doctor
             from appointment o
               join department od on od.id = o.department_id
               join doctor oc on oc.id = o.doctor_id
            where o.patient_id = a.patient_id and o.status = 'fulfilled' and o.starts_at < a.starts_at
            order by o.starts_at desc, o.id desc limit 1) last on true
       where ${where}
       order by a.starts_at, number, a.id`,
      [this.kernelContext.clock.now(), ...values],
      name,
    );
    await this.recordLooks(staff, rows);
    const seesClear = this.policy.seesClear(staff, 'queue.display');
    return rows.map((row) => this.present(row, seesClear));
  }

  private present(row: VisitRow, seesClear: boolean): DayVisit {
    const age = ageOn(row.birth_date, row.date);
    const lastVisit =
      row.last_date === null
        ? null
        : {
            date: row.last_date,
            departmentName: row.last_department ?? '',
            doctorName: row.last_doctor ?? '',
          };
    // What somebody says of their own body is for those who care for them.
    const allergies = seesClear ? row.allergies : '';
    return {
      appointmentId: row.id,
      rosterId: row.roster_id,
      patientId: row.patient_id,
      patientName: seesClear ? row.patient_name : maskName(row.patient_name),
      patientGender: row.gender,
      patientAge: age,
      doctorName: row.doctor_name,
      room: row.room,
      number: row.number,
      status: row.status,
      feeState: row.fee_state,
      startsAt: row.starts_at.toISOString(),
      visitReason: seesClear
        ? this.kernelContext.secrets.decryptOptional(row.visit_reason_cipher)
        : '',
      isReturning: row.is_returning,
      lastVisit,
      visitCount: row.visit_count,
      careClass: row.care_class,
      allergies,
      noShows: row.no_shows,
      preparation: row.preparation,
      prompts: promptsFor({
        age,
        careClass: row.care_class,
        allergies,
        noShows: row.no_shows,
        visitCount: row.visit_count,
        feeState: row.fee_state,
        lastVisit,
        follows: row.follows_date,
      }),
      queueState: row.queue_state,
      followUpOf: row.follows_appointment_id,
      version: row.version,
    };
  }

  /** Each patient can see who looked; a page that stays open all morning is one look an hour. */
  private async recordLooks(staff: StaffActor, rows: readonly VisitRow[]): Promise<void> {
    if (rows.length === 0) return;
    const now = this.kernelContext.clock.now();
    await this.database.query(
      `insert into audit_event (${auditColumns})
       select look.id, $4, 'staff', $5, $6, $7, 'clinic-day.display', 'appointment', look.appointment_id::text,
         look.patient_id, null, 'ok', '{}', $8, $9
         from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as look (id, appointment_id, patient_id)
        where not exists (select 1 from audit_event e where e.resource_id = look.appointment_id::text
          and e.at > $10 and e.actor_id = $5 and e.action = 'clinic-day.display')`,
      [
        rows.map(() => newId(now)),
        rows.map((row) => row.id),
        rows.map((row) => row.patient_id),
        now,
        staff.staffId,
        staff.name,
        staff.roles[0] ?? '',
        staff.meta.address || null,
        staff.meta.requestId,
        new Date(now.getTime() - lookEveryMs),
      ],
    );
  }
}
