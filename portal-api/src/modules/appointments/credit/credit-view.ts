import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CreditAppealState, CreditEventKind, DayPeriod, ResponseOf } from '@suizhen/contract';
import { chineseDay, Database, KernelContext, Settings, type LocalDate } from '../../../kernel';
import { appealDays, creditLimit, creditWindowDays } from './credit.settings';

type PatientCredit = ResponseOf<'getMyCredit'>;
export type CreditEvent = PatientCredit['events'][number];

export interface EventRow extends Record<string, unknown> {
  id: string;
  kind: CreditEventKind;
  appointment_id: string | null;
  at: Date;
  counts_until: Date | null;
  excused_at: Date | null;
  note: string;
  visit_date: LocalDate | null;
  period: DayPeriod | null;
  department_name: string | null;
  doctor_name: string | null;
  appeal_id: string | null;
  appeal_state: CreditAppealState | null;
  appeal_at: Date | null;
  appeal_answer: string | null;
}

export const eventColumns = `e.id, e.kind, e.appointment_id, e.at, e.counts_until, e.excused_at, e.note,
    a.date::text as visit_date, a.period, dp.name as department_name, d.name as doctor_name,
    ap.id as appeal_id, ap.state as appeal_state, ap.created_at as appeal_at, ap.answer as appeal_answer`;

export const eventTables = `credit_event e
    left join appointment a on a.id = e.appointment_id
    left join department dp on dp.id = a.department_id
    left join doctor d on d.id = a.doctor_id
    left join credit_appeal ap on ap.event_id = e.id`;

const periods: Record<DayPeriod, string> = { morning: '上午', afternoon: '下午', evening: '晚上' };
/** More than anybody reads; a limit all the same. */
const shownEvents = 100;
const dayMs = 86_400_000;

/** Credit as patient and staff see it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreditView {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  async of(patientId: string): Promise<PatientCredit> {
    const now = this.kernelContext.clock.now();
    const rows = await this.database.query<EventRow>(
      `select ${eventColumns} from ${eventTables} where e.patient_id = $1
        order by e.at desc, e.id desc limit ${shownEvents}`,
      [patientId],
    );
    // Marks expire without anybody touching the row that holds their sum.
    const [standing] = await this.database.query<{
      counted: number;
      suspended_until: Date | null;
    }>(
      `select (select count(*)::int from credit_event
                where patient_id = $1 and excused_at is null and counts_until > $2) as counted,
         (select suspended_until from patient_credit
           where patient_id = $1 and suspended_until > $2) as suspended_until`,
      [patientId, now],
    );
    const days = await this.settings.get(appealDays);
    return {
      patientId,
      counted: standing?.counted ?? 0,
      limit: await this.settings.get(creditLimit),
      windowDays: await this.settings.get(creditWindowDays),
      suspendedUntil: standing?.suspended_until?.toISOString() ?? null,
      events: rows.map((row) => presentEvent(row, now, days)),
    };
  }

  async present(row: EventRow): Promise<CreditEvent> {
    return presentEvent(row, this.kernelContext.clock.now(), await this.settings.get(appealDays));
  }
}

/** Until when a mark can be appealed; null when it cannot. */
export function appealableUntil(
  row: Pick<EventRow, 'kind' | 'at' | 'counts_until' | 'excused_at' | 'appeal_id'>,
  now: Date,
  days: number,
): Date | null {
  const until = new Date(row.at.getTime() + days * dayMs);
  return isCounted(row, now) && row.appeal_id === null && until > now ? until : null;
}

function isCounted(row: Pick<EventRow, 'counts_until' | 'excused_at'>, now: Date): boolean {
  return row.excused_at === null && row.counts_until !== null && row.counts_until > now;
}

function presentEvent(row: EventRow, now: Date, days: number): CreditEvent {
  return {
    id: row.id,
    kind: row.kind,
    appointmentId: row.appointment_id,
    visitText: visitText(row),
    at: row.at.toISOString(),
    countsUntil: row.counts_until?.toISOString() ?? null,
    isCounted: isCounted(row, now),
    note: row.note,
    appeal:
      row.appeal_id && row.appeal_state && row.appeal_at
        ? {
            id: row.appeal_id,
            state: row.appeal_state,
            at: row.appeal_at.toISOString(),
            answer: row.appeal_answer ?? '',
          }
        : null,
    mayAppealUntil: appealableUntil(row, now, days)?.toISOString() ?? null,
  };
}

function visitText(row: EventRow): string {
  if (!row.visit_date || !row.period) return '';
  const when = `${chineseDay(row.visit_date)} ${periods[row.period]}`;
  return [when, row.department_name, row.doctor_name].filter(Boolean).join(' ');
}
