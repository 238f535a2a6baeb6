import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  KernelContext,
  newId,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../../identity';
import { ClinicFactsReader } from './clinic-facts';
import { explainTemplateRefusal, requireNoTemplateClash } from './template-clash';
import {
  presentTemplate,
  selectTemplates,
  type TemplateAnswer,
  type TemplateRow,
} from './template-row';

type TemplateBody = RequestOf<'createRosterTemplate'>['body'];
type TemplateUpdate = RequestOf<'updateRosterTemplate'>['body'];

/** Adds or changes a row of the weekly templates; rosters already made stay as they are. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SaveRosterTemplate {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  clinicFactsReader: ClinicFactsReader;

  async create(actor: Actor, body: TemplateBody): Promise<TemplateAnswer> {
    const facts = await this.clinicFactsReader.read(actor, 'roster.create', body);
    const id = newId(this.kernelContext.clock.now());
    return this.write(actor, 'roster.template-create', id, async (tx) => {
      await requireNoTemplateClash(tx, body, facts.branchId, null);
      await tx.query(
        `insert into roster_template (id, doctor_id, weekday, period, start_time, end_time, slot_minutes,
           shared_capacity, wechat_capacity, phone_capacity, desk_capacity, service_id, room)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [id, ...templateValues(body)],
      );
    });
  }

  async update(actor: Actor, id: string, body: TemplateUpdate): Promise<TemplateAnswer> {
    await this.requireInScope(actor, id);
    const facts = await this.clinicFactsReader.read(actor, 'roster.update', body);
    return this.write(actor, 'roster.template-update', id, async (tx) => {
      await requireNoTemplateClash(tx, body, facts.branchId, id);
      const updated = await tx.query(
        `update roster_template set doctor_id = $2, weekday = $3, period = $4, start_time = $5,
           end_time = $6, slot_minutes = $7, shared_capacity = $8, wechat_capacity = $9,
           phone_capacity = $10, desk_capacity = $11, service_id = $12, room = $13, version = version + 1
         where id = $1 and version = $14 returning id`,
        [id, ...templateValues(body), body.version],
      );
      if (updated.length === 0) throw new AppError('VERSION_CONFLICT');
    });
  }

  private async requireInScope(actor: Actor, id: string): Promise<void> {
    const [row] = await this.unitOfWork.database.query<TemplateRow>(selectTemplates('t.id = $1'), [
      id,
    ]);
    if (!row) throw new AppError('NOT_FOUND');
    this.policy.require(actor, 'roster.update', {
      branchId: row.branch_id,
      departmentId: row.department_id,
      doctorId: row.doctor_id,
    });
  }

  private async write(
    actor: Actor,
    action: string,
    id: string,
    change: (tx: Tx) => Promise<void>,
  ): Promise<TemplateAnswer> {
    try {
      return await this.unitOfWork.run(async (tx) => {
        await change(tx);
        await this.audit.record(
          actor,
          { action, resourceKind: 'roster-template', resourceId: id },
          tx,
        );
        const [row] = await tx.query<TemplateRow>(selectTemplates('t.id = $1'), [id]);
        return presentTemplate(row!);
      });
    } catch (error) {
      throw explainTemplateRefusal(error);
    }
  }
}

function templateValues(body: TemplateBody): unknown[] {
  return [
    body.doctorId,
    body.weekday,
    body.period,
    body.startTime,
    body.endTime,
    body.slotMinutes,
    body.capacity.shared,
    body.capacity.wechat,
    body.capacity.phone,
    body.capacity.desk,
    body.serviceId,
    body.room,
  ];
}
