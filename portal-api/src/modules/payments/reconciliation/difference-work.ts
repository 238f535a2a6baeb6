import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ReconciliationDifference } from '@suizhen/contract';
import { addMinutes, chineseDay, KernelContext, type LocalDate, type Tx } from '../../../kernel';
import { OfficeHours, WorkItems } from '../../work';

/** What work items about a row are found by. */
export const differenceSubject = 'reconciliation-row';

const dueAfterMinutes = 240;

const words: Record<ReconciliationDifference, string> = {
  long: '微信支付有、我方没有',
  short: '我方有、微信支付没有',
  differing: '双方金额或状态不一致',
  'cross-day': '双方记在不同的日子',
};

interface RowFacts extends Record<string, unknown> {
  id: string;
  date: LocalDate;
  difference: ReconciliationDifference;
  subject: 'payment' | 'refund';
  number: string;
  our_fen: number | null;
  provider_fen: number | null;
  patient_id: string | null;
  appointment_id: string | null;
  branch_id: string | null;
}

const select = (tail: string) => `
  select r.id, r.date::text as date, r.difference, r.subject, r.number, r.our_fen::float8 as our_fen,
    r.provider_fen::float8 as provider_fen, r.patient_id, o.appointment_id, a.branch_id
  from reconciliation_row r
  left join payment_order o on o.id = r.payment_id
  left join appointment a on a.id = o.appointment_id
  where r.state <> 'settled' and ${tail}`;

/** A difference that nobody has settled is somebody's work. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DifferenceWork {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  workItems: WorkItems;
  @Inject()
  officeHours: OfficeHours;

  /** Work for each open row of a day that has none, and none for those that are settled. */
  async follow(tx: Tx, date: LocalDate): Promise<void> {
    const settled = await tx.query<{ id: string }>(
      `select r.id from reconciliation_row r
         join work_item w on w.subject_kind = '${differenceSubject}' and w.subject_id = r.id
        where r.date = $1 and r.state = 'settled' and w.state in ('open', 'claimed')`,
      [date],
    );
    for (const { id } of settled) await this.workItems.cancel(tx, differenceSubject, id);
    const open = await tx.query<RowFacts>(
      select(`r.date = $1 and not exists (
        select from work_item w where w.subject_kind = '${differenceSubject}' and w.subject_id = r.id)`),
      [date],
    );
    for (const row of open) await this.create(tx, row, '对账差异待处理', 'found');
  }

  /** Somebody was done with it, and it is still there. */
  async again(tx: Tx, rowId: string, workItemId: string): Promise<void> {
    const [row] = await tx.query<RowFacts>(select('r.id = $1'), [rowId]);
    if (row) await this.create(tx, row, '对账差异仍未处理', workItemId);
  }

  private async create(tx: Tx, row: RowFacts, title: string, occasion: string): Promise<void> {
    const what = row.subject === 'payment' ? '支付单' : '退款单';
    const due = addMinutes(this.kernelContext.clock.now(), dueAfterMinutes);
    await this.workItems.create(tx, {
      kind: 'reconciliation',
      title,
      detail:
        `${chineseDay(row.date)} ${what} ${row.number}：${words[row.difference]}` +
        `（我方 ${yuan(row.our_fen)}，微信支付 ${yuan(row.provider_fen)}）。请在“微信对账”中处理。`,
      ...(row.patient_id ? { patientId: row.patient_id } : {}),
      ...(row.branch_id ? { branchId: row.branch_id } : {}),
      ...(row.appointment_id ? { appointmentId: row.appointment_id } : {}),
      subjectKind: differenceSubject,
      subjectId: row.id,
      dueAt: await this.officeHours.within(due),
      dedupeKey: `${differenceSubject}:${row.id}:${occasion}`,
    });
  }
}

function yuan(fen: number | null): string {
  return fen === null ? '无' : `¥${(fen / 100).toFixed(2)}`;
}
