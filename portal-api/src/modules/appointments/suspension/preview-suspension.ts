import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Database, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { AffectedClinics } from './affected-clinics';

/** Shows who would be affected; changes nothing. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PreviewSuspension {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  affectedClinics: AffectedClinics;

  async run(actor: Actor, rosterIds: readonly string[]): Promise<ResponseOf<'previewSuspension'>> {
    const staff = this.policy.require(actor, 'roster.update');
    const wanted = [...new Set(rosterIds)];
    const values: unknown[] = [wanted];
    const within = this.policy.scopeCondition(
      this.policy.scope(staff, 'roster.update'),
      { branch: 'r.branch_id', department: 'r.department_id', doctor: 'r.doctor_id' },
      values,
    );
    const rows = await this.database.query(
      `select 1 from roster r where r.id = any($1) and ${within}`,
      values,
    );
    if (rows.length !== wanted.length) throw new AppError('NOT_FOUND');
    return { items: await this.affectedClinics.of(wanted) };
  }
}
