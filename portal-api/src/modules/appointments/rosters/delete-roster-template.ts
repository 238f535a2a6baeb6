import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Audit, UnitOfWork, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { selectTemplates, type TemplateRow } from './template-row';

/** Removes a row of the weekly templates; rosters already made stay. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DeleteRosterTemplate {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  async run(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<TemplateRow>(selectTemplates('t.id = $1'), [id]);
      if (!row) throw new AppError('NOT_FOUND');
      this.policy.require(actor, 'roster.delete', {
        branchId: row.branch_id,
        departmentId: row.department_id,
        doctorId: row.doctor_id,
      });
      await tx.query(`delete from roster_template where id = $1`, [id]);
      await this.audit.record(
        actor,
        { action: 'roster.template-delete', resourceKind: 'roster-template', resourceId: id },
        tx,
      );
    });
  }
}
