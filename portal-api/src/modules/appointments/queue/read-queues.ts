import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  ageOn,
  maskName,
  type CareClass,
  type DayPeriod,
  type Gender,
  type QueueEntryState,
  type QueuePriority,
  type RequestOf,
  type ResponseOf,
} from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  instantAt,
  KernelContext,
  type Actor,
  type LocalDate,
  type LocalTime,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { lastCalledSql, queueOrderSql } from './queue-order';

type Queue = ResponseOf<'getQueue'>;
type Summary = ResponseOf<'listQueues'>['items'][number];

interface SummaryRow extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  doctor_name: string;
  department_id: string;
  department_name: string;
  branch_id: string;
  date: LocalDate;
  period: DayPeriod;
  start_time: LocalTime;
  end_time: LocalTime;
  room: string;
  booked: number;
  waiting: number;
  passed: number;
  done: number;
  called_number: number | null;
  is_closed: boolean;
  version: number;
}

interface EntryRow extends Record<string, unknown> {
  id: string;
  appointment_id: string;
  patient_id: string;
  patient_name: string;
  gender: Gender;
  birth_date: LocalDate;
  care_class: CareClass;
  number: number;
  state: QueueEntryState;
  position: number | null;
  priority: QueuePriority;
  priority_reason: string;
  is_late: boolean;
  is_returning: boolean;
  starts_at: Date;
  checked_in_at: Date;
  called_at: Date | null;
  calls: number;
  transferred_from: string | null;
  version: number;
}

const summarySql = `select r.id, r.doctor_id, d.name as doctor_name, r.department_id, dp.name as department_name,
    r.branch_id, r.date::text as date, r.period, to_char(r.start_time, 'HH24:MI') as start_time,
    to_char(r.end_time, 'HH24:MI') as end_time, coalesce(q.room, r.room) as room, r.is_closed,
    coalesce(q.version, 0)::float8 as version, c.waiting, c.passed, c.done, c.called_number,
    (select count(*)::int from appointment a join slot s on s.id = a.slot_id
      where s.roster_id = r.id and a.status = 'booked') as booked
  from roster r
    join doctor d on d.id = r.doctor_id
    join department dp on dp.id = r.department_id
    left join queue q on q.roster_id = r.id
    left join lateral (
      select count(*) filter (where e.state = 'waiting')::int as waiting,
        count(*) filter (where e.state = 'passed')::int as passed,
        count(*) filter (where e.state = 'done')::int as done,
        (array_agg(e.number order by ${lastCalledSql})
          filter (where e.state in ('called', 'in-visit')))[1] as called_number
        from queue_entry e where e.roster_id = r.id) c on true`;

/** Queues as staff see them: whole in their scope, names in clear where the policy allows. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReadQueues {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  /** Numbers only: no patient stands in it. */
  async list(
    actor: Actor,
    query: RequestOf<'listQueues'>['query'],
  ): Promise<ResponseOf<'listQueues'>> {
    const staff = this.policy.require(actor, 'queue.display');
    const values: unknown[] = [query.date ?? this.kernelContext.clock.today(), staff.doctorId];
    const conditions = ['r.date = $1', this.within(staff, values)];
    for (const [name, column] of [
      ['branchId', 'r.branch_id'],
      ['departmentId', 'r.department_id'],
      ['doctorId', 'r.doctor_id'],
    ] as const) {
      if (query[name]) conditions.push(`${column} = $${values.push(query[name])}`);
    }
    const rows = await this.database.query<SummaryRow>(
      `${summarySql} where ${conditions.join(' and ')}
        order by (r.doctor_id = $2) desc nulls last, r.start_time, dp.sort_order, dp.name, d.name, r.id`,
      values,
    );
    return { items: rows.map(presentSummary) };
  }

  /** @throws NOT_FOUND out of reach */
  async get(actor: Actor, rosterId: string): Promise<Queue> {
    const staff = this.policy.require(actor, 'queue.display');
    const values: unknown[] = [rosterId];
    const found = await this.database.query(
      `select 1 from roster r where r.id = $1 and ${this.within(staff, values)}`,
      values,
    );
    if (found.length === 0) throw new AppError('NOT_FOUND');
    await this.audit.recordLook(staff, {
      action: 'queue.display',
      resourceKind: 'queue',
      resourceId: rosterId,
    });
    return this.one(staff, rosterId);
  }

  /** For whom reach was checked before. */
  async one(staff: StaffActor, rosterId: string): Promise<Queue> {
    const [summary] = await this.database.query<SummaryRow>(`${summarySql} where r.id = $1`, [
      rosterId,
    ]);
    if (!summary) throw new AppError('NOT_FOUND');
    const nameOf = this.policy.seesClear(staff, 'queue.display')
      ? (name: string) => name
      : maskName;
    const entries = await this.entries(rosterId);
    return {
      ...presentSummary(summary),
      entries: entries.map((row) => presentEntry(row, summary.date, nameOf)),
      expected: await this.expected(rosterId, nameOf),
    };
  }

  private within(staff: StaffActor, values: unknown[]): string {
    return this.policy.scopeCondition(
      this.policy.scope(staff, 'queue.display'),
      { branch: 'r.branch_id', department: 'r.department_id', doctor: 'r.doctor_id' },
      values,
    );
  }

  /** In the room and called, then who waits in calling order, then who was passed over, then the rest. */
  private entries(rosterId: string): Promise<EntryRow[]> {
    return this.database.query<EntryRow>(
      `select e.id, e.appointment_id, e.patient_id, p.name as patient_name, p.gender,
         p.birth_date::text as birth_date, p.care_class, e.number, e.state, e.priority, e.priority_reason,
         e.is_late, a.starts_at, e.checked_in_at, e.called_at, e.calls, e.version, fd.name as transferred_from,
         case when e.state = 'waiting'
           then row_number() over (partition by e.state order by ${queueOrderSql})::int end as position,
         exists (select 1 from appointment o where o.patient_id = e.patient_id and o.status = 'fulfilled'
           and o.department_id = a.department_id and o.starts_at < a.starts_at) as is_returning
       from queue_entry e
         join patient p on p.id = e.patient_id
         join appointment a on a.id = e.appointment_id
         left join roster f on f.id = e.transferred_from
         left join doctor fd on fd.id = f.doctor_id
       where e.roster_id = $1
       order by array_position(array['in-visit', 'called', 'waiting', 'passed', 'done', 'left'], e.state),
         case when e.state = 'waiting' then null else coalesce(e.finished_at, e.called_at) end desc nulls last,
         ${queueOrderSql}`,
      [rosterId],
    );
  }

  private async expected(
    rosterId: string,
    nameOf: (name: string) => string,
  ): Promise<Queue['expected']> {
    const rows = await this.database.query<{
      id: string;
      name: string;
      place_number: number;
      starts_at: Date;
    }>(
      `select a.id, p.name, a.place_number, a.starts_at
         from slot s join appointment a on a.slot_id = s.id join patient p on p.id = a.patient_id
        where s.roster_id = $1 and a.status = 'booked' order by a.starts_at, a.place_number`,
      [rosterId],
    );
    return rows.map((row) => ({
      appointmentId: row.id,
      patientName: nameOf(row.name),
      number: row.place_number,
      startsAt: row.starts_at.toISOString(),
    }));
  }
}

function presentSummary(row: SummaryRow): Summary {
  return {
    rosterId: row.id,
    doctorId: row.doctor_id,
    doctorName: row.doctor_name,
    departmentId: row.department_id,
    departmentName: row.department_name,
    branchId: row.branch_id,
    date: row.date,
    period: row.period,
    startsAt: instantAt(row.date, row.start_time).toISOString(),
    endsAt: instantAt(row.date, row.end_time).toISOString(),
    room: row.room,
    booked: row.booked,
    waiting: row.waiting,
    passed: row.passed,
    done: row.done,
    calledNumber: row.called_number,
    isSuspended: row.is_closed,
    version: row.version,
  };
}

function presentEntry(
  row: EntryRow,
  date: LocalDate,
  nameOf: (name: string) => string,
): Queue['entries'][number] {
  return {
    id: row.id,
    appointmentId: row.appointment_id,
    patientId: row.patient_id,
    patientName: nameOf(row.patient_name),
    patientGender: row.gender,
    patientAge: ageOn(row.birth_date, date),
    number: row.number,
    state: row.state,
    position: row.position,
    priority: row.priority,
    priorityReason: row.priority_reason,
    isLate: row.is_late,
    isReturning: row.is_returning,
    isImportant: row.care_class !== 'regular',
    startsAt: row.starts_at.toISOString(),
    checkedInAt: row.checked_in_at.toISOString(),
    calledAt: row.called_at?.toISOString() ?? null,
    calls: row.calls,
    transferredFrom: row.transferred_from,
    version: row.version,
  };
}
