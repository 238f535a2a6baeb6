import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DentalWorkState, RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  fieldError,
  Database,
  KernelContext,
  localDateOf,
  newCode,
  newId,
  UnitOfWork,
  type Actor,
  type StaffActor,
  type Tx,
} from '../../../kernel';
import { ArchiveReach } from '../archive-reach';
import { DentalRecords, type DentalRecord } from './dental-records';
import { workOrderStates, workStateWords } from './work-order.states';

/** Read out between clinic and laboratory; by chance and not by count, so that no two are made alike at once. */
const newOrderNo = (now: Date) => `D${localDateOf(now).replaceAll('-', '').slice(2)}${newCode(6)}`;

interface Step {
  workOrderId: string;
  state: DentalWorkState;
  note: string;
}

/** 加工单: orders to the dental laboratory. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DentalWorkOrders {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  archiveReach: ArchiveReach;
  @Inject()
  dentalRecords: DentalRecords;

  /** @throws NOT_FOUND, PATIENT_LOCKED, INVALID_FIELD */
  async create(
    actor: Actor,
    { params: { patientId }, body }: RequestOf<'createDentalWorkOrder'>,
  ): Promise<DentalRecord> {
    const staff = await this.archiveReach.requireOpen(actor, 'archive.create', patientId);
    const { clock } = this.kernelContext;
    if (body.dueOn !== null && body.dueOn < clock.today()) {
      throw fieldError('body.dueOn', '取件日期不能早于今天');
    }
    const now = clock.now();
    const workOrderId = newId(now);
    await this.unitOfWork.run(async (tx) => {
      await tx.query(
        `insert into dental_work_order (id, patient_id, branch_id, order_no, item, teeth, laboratory, shade, state,
           due_on, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'ordered', $9, $10)`,
        [
          workOrderId,
          patientId,
          staff.branchId,
          newOrderNo(now),
          body.item,
          [...new Set(body.teeth)],
          body.laboratory,
          body.shade,
          body.dueOn,
          now,
        ],
      );
      await this.write(tx, staff, patientId, { workOrderId, state: 'ordered', note: body.note });
    });
    return this.dentalRecords.forStaff(patientId);
  }

  /** @throws NOT_FOUND, INVALID_STATE, VERSION_CONFLICT */
  async move(
    actor: Actor,
    { params: { workOrderId }, body }: RequestOf<'moveDentalWorkOrder'>,
  ): Promise<DentalRecord> {
    const patientId = await this.patientOf(workOrderId);
    const staff = await this.archiveReach.require(actor, 'archive.update', patientId);
    const { state, note, version } = body;
    await this.unitOfWork.run(async (tx) => {
      const moved = await tx.query(
        `update dental_work_order set state = $2, version = version + 1
          where id = $1 and version = $3 and state = any($4) returning id`,
        [workOrderId, state, version, workOrderStates.sourcesOf(state)],
      );
      if (moved.length === 0) await this.explain(tx, workOrderId, body);
      await this.write(tx, staff, patientId, { workOrderId, state, note });
    });
    return this.dentalRecords.forStaff(patientId);
  }

  private async patientOf(workOrderId: string): Promise<string> {
    const [row] = await this.database.query<{ patient_id: string }>(
      `select patient_id from dental_work_order where id = $1`,
      [workOrderId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return row.patient_id;
  }

  private async explain(
    tx: Tx,
    workOrderId: string,
    wished: { state: DentalWorkState; version: number },
  ): Promise<never> {
    const [row] = await tx.query<{ state: DentalWorkState; version: number }>(
      `select state, version from dental_work_order where id = $1`,
      [workOrderId],
    );
    if (row?.version !== wished.version) throw new AppError('VERSION_CONFLICT');
    throw new AppError('INVALID_STATE', {
      message: `加工单${workStateWords[row.state]}，不能改为${workStateWords[wished.state]}`,
    });
  }

  private async write(tx: Tx, staff: StaffActor, patientId: string, step: Step): Promise<void> {
    const { workOrderId, state, note } = step;
    const now = this.kernelContext.clock.now();
    await tx.query(
      `insert into dental_work_step (id, work_order_id, state, at, staff_id, note)
       values ($1, $2, $3, $4, $5, $6)`,
      [newId(now), workOrderId, state, now, staff.staffId, note],
    );
    await this.audit.record(
      staff,
      {
        action: 'dental.work-order',
        resourceKind: 'dental',
        resourceId: workOrderId,
        patientId,
        detail: { state },
      },
      tx,
    );
  }
}
