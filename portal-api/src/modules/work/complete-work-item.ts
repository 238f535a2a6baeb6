import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  addMinutes,
  AppError,
  Audit,
  fieldError,
  KernelContext,
  Outbox,
  Settings,
  UnitOfWork,
  type Actor,
  type StaffActor,
  type Tx,
} from '../../kernel';
import { callAgainMinutes, callAttempts } from './work.settings';
import type { WorkItemAnswer, WorkItemRow } from './work-item-row';
import { OfficeHours } from './office-hours';
import { WorkReader } from './work-reader';

type Result = RequestOf<'completeWorkItem'>['body'];

/** What came of an item. A call without an answer is due again later, and at last for the supervisor. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CompleteWorkItem {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  workReader: WorkReader;
  @Inject()
  officeHours: OfficeHours;

  /** @throws INVALID_STATE unless one has taken it, VERSION_CONFLICT, INVALID_FIELD for a call without an outcome */
  async run(actor: Actor, id: string, result: Result): Promise<WorkItemAnswer> {
    const { staff, row } = await this.workReader.require(actor, 'work.update', id);
    if (row.kind === 'call' && result.outcome === null) {
      throw fieldError('body.outcome', '请选择通话结果');
    }
    await this.unitOfWork.run(async (tx) => {
      const isAgain = row.kind === 'call' && result.outcome === 'no-answer';
      const changed = isAgain
        ? await this.callAgain(tx, staff, id, result)
        : await this.finish(tx, staff, id, result);
      if (!changed) await this.explain(tx, staff, id);
      await this.record(tx, staff, row, result);
      if (!isAgain) await this.outbox.append(tx, 'work.completed', { workItemId: id });
    });
    return this.workReader.afterwards(staff, id);
  }

  private async finish(tx: Tx, staff: StaffActor, id: string, result: Result): Promise<boolean> {
    const done = await tx.query(
      `update work_item set state = 'done', outcome = $4, note = $5, done_at = $6, version = version + 1
        where id = $1 and state = 'claimed' and claimed_by = $2 and version = $3 returning id`,
      [
        id,
        staff.staffId,
        result.version,
        result.outcome,
        result.note,
        this.kernelContext.clock.now(),
      ],
    );
    return done.length === 1;
  }

  private async callAgain(tx: Tx, staff: StaffActor, id: string, result: Result): Promise<boolean> {
    const now = this.kernelContext.clock.now();
    const pause = await this.settings.get(callAgainMinutes);
    const again = await this.officeHours.within(addMinutes(now, pause));
    const opened = await tx.query(
      `update work_item set state = 'open', claimed_by = null, claimed_at = null, attempts = attempts + 1,
         outcome = 'no-answer', note = $4, version = version + 1,
         due_at = case when attempts + 1 >= $7 then $5::timestamptz else $6::timestamptz end,
         escalated_at = case when attempts + 1 >= $7 then coalesce(escalated_at, $5::timestamptz) end
        where id = $1 and state = 'claimed' and claimed_by = $2 and version = $3 returning id`,
      [
        id,
        staff.staffId,
        result.version,
        result.note,
        now,
        again,
        await this.settings.get(callAttempts),
      ],
    );
    return opened.length === 1;
  }

  private async explain(tx: Tx, staff: StaffActor, id: string): Promise<never> {
    const [now] = await tx.query<{ state: string; claimed_by: string | null }>(
      `select state, claimed_by from work_item where id = $1`,
      [id],
    );
    const isMine = now?.state === 'claimed' && now.claimed_by === staff.staffId;
    if (isMine) throw new AppError('VERSION_CONFLICT');
    const isOver = now?.state === 'done' || now?.state === 'cancelled';
    throw new AppError('INVALID_STATE', {
      message: isOver ? '这项待办已经结束' : '请先领取这项待办',
    });
  }

  private async record(
    tx: Tx,
    staff: StaffActor,
    row: WorkItemRow,
    { outcome }: Result,
  ): Promise<void> {
    await this.audit.record(
      staff,
      {
        action: 'work.complete',
        resourceKind: 'work',
        resourceId: row.id,
        patientId: row.patient_id,
        detail: { outcome },
      },
      tx,
    );
  }
}
