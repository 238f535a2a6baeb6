import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Channel, ResponseOf } from '@suizhen/contract';
import {
  addDays,
  addMinutes,
  AppError,
  Audit,
  Database,
  Settings,
  type Actor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { exclusivity } from '../appointment.settings';
import { BookingWindowReader } from '../availability';
import { HospitalClinics, isToldSql } from '../availability/hospital-clinics';
import { presentSlot, slotColumns, type SlotRow } from '../availability/slot-row';
import { exclusivityKeySql } from '../booking/exclusivity-key';
import { alternativeDays, alternativesAtMost } from './suspension.settings';

type Alternatives = ResponseOf<'listCaseAlternatives'>['items'];

interface AlternativeRow extends SlotRow {
  is_same_doctor: boolean;
  difference_fen: number;
  open_places: number;
}

interface Wanted extends Record<string, unknown> {
  appointment_id: string;
  patient_id: string;
  date: string;
  branch_id: string;
  department_id: string;
  doctor_id: string;
  staff_id: string | null;
  team_id: string | null;
}

/** What a patient can have instead of a visit that does not take place. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseAlternatives {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  bookingWindowReader: BookingWindowReader;
  @Inject()
  hospitalClinics: HospitalClinics;

  /** For staff, within their scope; the look is recorded. */
  async ofCase(actor: Actor, caseId: string): Promise<ResponseOf<'listCaseAlternatives'>> {
    this.policy.require(actor, 'appointment.display');
    const [wanted] = await this.database.query<Wanted>(
      `select c.appointment_id, c.patient_id, c.branch_id, c.department_id, c.doctor_id, a.staff_id, st.team_id
         from suspension_case c join appointment a on a.id = c.appointment_id
         left join staff st on st.id = a.staff_id where c.id = $1`,
      [caseId],
    );
    const staff = this.policy.require(actor, 'appointment.display', {
      branchId: wanted?.branch_id ?? null,
      departmentId: wanted?.department_id ?? null,
      doctorId: wanted?.doctor_id ?? null,
      staffId: wanted?.staff_id ?? null,
      teamId: wanted?.team_id ?? null,
    });
    if (!wanted) throw new AppError('NOT_FOUND');
    await this.audit.record(staff, {
      action: 'suspension.display',
      resourceKind: 'appointment',
      resourceId: wanted.appointment_id,
      patientId: wanted.patient_id,
    });
    return { items: await this.of(wanted.appointment_id, 'desk') };
  }

  /**
   * Free places open to the channel, around the day of the visit: the same doctor first. Of one clinic only the two nearest in the time of day, so that the list offers days, not half hours.
   */
  async of(appointmentId: string, channel: Channel): Promise<Alternatives> {
    const window = await this.bookingWindowReader.now();
    const days = await this.settings.get(alternativeDays);
    const [visit] = await this.database.query<{ date: string }>(
      `select date::text as date from appointment where id = $1`,
      [appointmentId],
    );
    if (!visit) return [];
    const rows = await this.database.query<AlternativeRow>(
      alternativesSql,
      [
        appointmentId,
        latest(window.today, addDays(visit.date, -days)),
        earliest(window.lastDay, addDays(visit.date, days)),
        addMinutes(window.now, leadMinutes),
        window.now,
        await this.settings.get(exclusivity),
        await this.settings.get(alternativesAtMost),
        channel,
        await this.hospitalClinics.branches(),
      ],
      'case-alternatives',
    );
    return rows.map((row) => ({
      ...presentSlot({ ...row, remaining: row.open_places }, window),
      isSameDoctor: row.is_same_doctor,
      differenceFen: row.difference_fen,
    }));
  }
}

/** Whoever is offered a slot has to hear of it, answer and get there. */
const leadMinutes = 60;

const latest = (one: string, other: string) => (one > other ? one : other);
const earliest = (one: string, other: string) => (one < other ? one : other);

const openPlaces = `
  select 1 from place where place.slot_id = s.id and place.state = 'free' and place.channel in ('any', $8)`;

const alternativesSql = `
  with visit as (select * from appointment where id = $1),
  candidate as (
    select s.id, s.doctor_id = visit.doctor_id as is_same_doctor,
      (s.fee_fen - visit.fee_fen)::float8 as difference_fen,
      row_number() over (partition by s.roster_id order by
        abs(extract(epoch from (s.starts_at - visit.starts_at) - make_interval(days => s.date - visit.date))),
        s.starts_at) as rank
    from visit
    join slot s on s.doctor_id = visit.doctor_id or s.department_id = visit.department_id
    where s.date between $2 and $3 and s.starts_at > $4 and s.release_at <= $5 and not s.is_closed
      and s.id <> visit.slot_id and ${isToldSql('$9')}
      and exists (${openPlaces})
      and not exists (select 1 from appointment o where o.id <> visit.id and o.status in ('pending', 'booked', 'arrived')
                        and o.exclusivity_key = ${exclusivityKeySql('$6', 'visit.patient_id', 's')}))
  select ${slotColumns}, candidate.is_same_doctor, candidate.difference_fen, open.places as open_places
  from candidate
  join slot s on s.id = candidate.id
  join doctor on doctor.id = s.doctor_id and doctor.is_active
  join department on department.id = s.department_id and department.is_active
  join branch on branch.id = s.branch_id and branch.is_active
  cross join lateral (select count(*)::int as places from (${openPlaces}) p) open
  where candidate.rank <= 2
  order by candidate.is_same_doctor desc, s.starts_at, s.id
  limit $7`;
