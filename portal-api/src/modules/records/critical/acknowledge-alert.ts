import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CriticalState, RequestOf } from '@suizhen/contract';
import {
  addMinutes,
  AppError,
  Audit,
  KernelContext,
  Settings,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { WorkItems } from '../../work';
import { criticalFollowUpHours } from '../records.settings';
import { AlertReader } from './alert-reader';
import type { CriticalAlert } from './alert-row';
import { criticalSubject, followUpCall } from './critical-work';
import { criticalStates } from './critical.states';

/** Somebody has seen it and acts on it: it goes no further up, and the patient is called afterwards. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AcknowledgeAlert {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  workItems: WorkItems;
  @Inject()
  alertReader: AlertReader;

  /** @throws NOT_FOUND, VERSION_CONFLICT, INVALID_STATE when somebody has acknowledged it already */
  async run(
    actor: Actor,
    { params: { alertId }, body }: RequestOf<'acknowledgeCriticalAlert'>,
  ): Promise<CriticalAlert> {
    const { staff, row } = await this.alertReader.require(actor, 'report.update', alertId);
    const { patient_id: patientId, branch_id: branchId, department_id: departmentId } = row;
    await this.unitOfWork.run(async (tx) => {
      const now = this.kernelContext.clock.now();
      await lockAlert(tx, alertId, 'acknowledged', body.version);
      await tx.query(
        `update critical_alert set state = 'acknowledged', acknowledged_at = $2, acknowledged_by = $3, note = $4,
           version = version + 1 where id = $1`,
        [alertId, now, staff.staffId, body.note],
      );
      await this.workItems.cancel(tx, criticalSubject, alertId);
      const dueAt = addMinutes(now, (await this.settings.get(criticalFollowUpHours)) * 60);
      const call = followUpCall({ id: alertId, patientId, branchId, departmentId, dueAt });
      await this.workItems.create(tx, call);
      const entry = { resourceKind: 'critical-alert', resourceId: alertId, patientId };
      await this.audit.record(staff, { ...entry, action: 'critical.acknowledge' }, tx);
    });
    return this.alertReader.afterwards(staff, alertId);
  }
}

/** @throws NOT_FOUND, VERSION_CONFLICT, INVALID_STATE */
export async function lockAlert(
  tx: Tx,
  alertId: string,
  to: CriticalState,
  version: number,
): Promise<void> {
  const [alert] = await tx.query<{ state: CriticalState; version: number }>(
    `select state, version from critical_alert where id = $1 for update`,
    [alertId],
  );
  if (!alert) throw new AppError('NOT_FOUND');
  if (!criticalStates.canMove(alert.state, to)) {
    throw new AppError('INVALID_STATE', { message: refusals[alert.state] });
  }
  if (alert.version !== version) throw new AppError('VERSION_CONFLICT');
}

const refusals: Record<CriticalState, string> = {
  open: '请先确认这条危急值',
  escalated: '请先确认这条危急值',
  acknowledged: '这条危急值已有人确认',
  resolved: '这条危急值已处理完毕',
};
