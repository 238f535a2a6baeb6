import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  maskName,
  type DoctorTitle,
  type QueueEntryState,
  type ResponseOf,
} from '@suizhen/contract';
import {
  addMinutes,
  Database,
  daysBetween,
  KernelContext,
  localDateOf,
  localTimeOf,
  Settings,
} from '../../../kernel';
import { hospitalName } from '../appointment.settings';
import { compareCalled, queueOrderSql, type CalledEntry } from '../queue/queue-order';
import { boardShowsNext } from '../queue/queue.settings';

export type Board = ResponseOf<'getBoard'>;
export type BoardQueue = Board['queues'][number];

export type BoardNames = Pick<Board, 'hospitalName' | 'branchName'>;

/** What a branch shows at a moment, without the patients: cheap to ask for every second. */
export interface BoardOutline {
  version: number;
  /** Clinics in the order of the board, each with what changes whenever it does. */
  clinics: { rosterId: string; departmentId: string; mark: string }[];
}

interface ClinicRow extends Record<string, unknown> {
  id: string;
  department_name: string;
  doctor_name: string;
  doctor_title: DoctorTitle;
  room: string;
  is_suspended: boolean;
  version: number;
}

interface EntryRow extends Record<string, unknown>, CalledEntry {
  roster_id: string;
  number: number;
  name: string;
  state: QueueEntryState;
  calls: number;
}

/** A clinic is shown from then on before it begins. */
const shownBeforeMinutes = 90;
/** More changes than a branch sees in a day; versions of a later day are always higher. */
const perDay = 10_000_000;

@Provide()
@Scope(ScopeEnum.Singleton)
export class ReadBoard {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;

  /** The board as one answer. */
  async board(branchId: string, departmentIds: readonly string[]): Promise<Board> {
    const outline = await this.outline(branchId);
    const queues = await this.queues(shownTo(outline, departmentIds));
    return {
      ...(await this.names(branchId)),
      version: outline.version,
      at: this.kernelContext.clock.now().toISOString(),
      queues,
    };
  }

  async names(branchId: string): Promise<BoardNames> {
    const [branch] = await this.database.query<{ name: string }>(
      `select name from branch where id = $1`,
      [branchId],
    );
    return {
      hospitalName: await this.settings.get(hospitalName),
      branchName: branch?.name ?? '',
    };
  }

  /** The clinics of now: about to begin, under way, or over with people still waiting. */
  async outline(branchId: string): Promise<BoardOutline> {
    const now = this.kernelContext.clock.now();
    const today = localDateOf(now);
    const soon = addMinutes(now, shownBeforeMinutes);
    const begunBy = localDateOf(soon) === today ? localTimeOf(soon) : '23:59';
    const [row] = await this.database.query<{
      total: number;
      clinics: BoardOutline['clinics'];
    }>(
      `select (select coalesce(sum(version), 0)::float8 from queue where branch_id = $1 and date = $2) as total,
         (select coalesce(json_agg(json_build_object('rosterId', c.id, 'departmentId', c.department_id,
             'mark', c.version || ':' || c.is_suspended || ':' || c.room) order by c.place), '[]')
            from (
              select r.id, r.department_id, ${isSuspended} as is_suspended, coalesce(q.version, 0) as version,
                coalesce(q.room, r.room) as room,
                row_number() over (order by dp.sort_order, dp.name, coalesce(q.room, r.room), d.name, r.start_time,
                  r.id) as place
                from roster r
                  join department dp on dp.id = r.department_id
                  join doctor d on d.id = r.doctor_id
                  left join queue q on q.roster_id = r.id
               where r.branch_id = $1 and r.date = $2
                 and (r.start_time <= $3::time and r.end_time > $4::time
                   or exists (select 1 from queue_entry e where e.roster_id = r.id
                        and e.state in ('waiting', 'called', 'in-visit')))) c) as clinics`,
      [branchId, today, begunBy, localTimeOf(now)],
      'board-outline',
    );
    return {
      version: daysBetween('2020-01-01', today) * perDay + (row?.total ?? 0),
      clinics: row?.clinics ?? [],
    };
  }

  /** Read after the outline, so never older than it. */
  async queues(rosterIds: readonly string[]): Promise<BoardQueue[]> {
    if (rosterIds.length === 0) return [];
    const shownNext = await this.settings.get(boardShowsNext);
    const clinics = await this.database.query<ClinicRow>(
      `select r.id, dp.name as department_name, d.name as doctor_name, d.title as doctor_title,
         coalesce(q.room, r.room) as room, ${isSuspended} as is_suspended, coalesce(q.version, 0)::float8 as version
       from roster r
         join department dp on dp.id = r.department_id
         join doctor d on d.id = r.doctor_id
         left join queue q on q.roster_id = r.id
       where r.id = any($1) order by array_position($1, r.id)`,
      [rosterIds],
    );
    const entries = await this.database.query<EntryRow>(
      `select e.id, e.roster_id, e.number, p.name, e.state, e.called_at, e.calls, e.order_key::float8 as order_key
         from queue_entry e join patient p on p.id = e.patient_id
        where e.roster_id = any($1) and e.state in ('waiting', 'called', 'in-visit', 'passed')
        order by ${queueOrderSql}`,
      [rosterIds],
    );
    return clinics.map((clinic) =>
      present(
        clinic,
        entries.filter((entry) => entry.roster_id === clinic.id),
        shownNext,
      ),
    );
  }
}

/** 停诊 of `roster r`. One that is merely closed to new bookings goes on for who has one. */
const isSuspended = `exists (select 1 from suspension_roster sr where sr.roster_id = r.id and sr.reopened_at is null)`;

/** What a device sees of it; no departments of its own: all. */
export function shownTo(outline: BoardOutline, departmentIds: readonly string[]): string[] {
  return outline.clinics
    .filter(
      ({ departmentId }) => departmentIds.length === 0 || departmentIds.includes(departmentId),
    )
    .map(({ rosterId }) => rosterId);
}

function present(clinic: ClinicRow, entries: EntryRow[], shownNext: number): BoardQueue {
  const inState = (...states: QueueEntryState[]) =>
    entries.filter(({ state }) => states.includes(state));
  const waiting = inState('waiting');
  const [called, ...before] = inState('called', 'in-visit').sort(compareCalled);
  return {
    rosterId: clinic.id,
    departmentName: clinic.department_name,
    doctorName: clinic.doctor_name,
    doctorTitle: clinic.doctor_title,
    room: clinic.room,
    isSuspended: clinic.is_suspended,
    called: called?.called_at
      ? {
          ...person(called),
          calledAt: called.called_at.toISOString(),
          calls: called.calls,
          isInVisit: called.state === 'in-visit',
        }
      : null,
    alsoCalled: before
      .filter(({ state }) => state === 'called')
      .map((entry) => ({ ...person(entry), calls: entry.calls })),
    next: waiting.slice(0, shownNext).map(person),
    passed: inState('passed').map(person),
    waiting: waiting.length,
    version: clinic.version,
  };
}

function person({ number, name }: EntryRow): { number: number; nameMasked: string } {
  return { number, nameMasked: maskName(name) };
}
