import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  explainRefusal,
  fieldError,
  KernelContext,
  newId,
  UnitOfWork,
  type Actor,
} from '../../kernel';
import { Policy } from '../identity';
import { pinyinInitials } from './pinyin-initials';

type DepartmentAnswer = ResponseOf<'createDepartment'>;
type DepartmentBody = RequestOf<'createDepartment'>['body'];

const select = (condition: string) => `
  select department.id, department.branch_id as "branchId", branch.name as "branchName", department.code,
    department.name, department.group_name as "group", department.intro, department.location,
    department.disease_words as "diseaseWords", department.is_active as "isActive", department.version,
    (select count(*)::int from doctor where doctor.department_id = department.id and doctor.is_active)
      as doctors
  from department join branch on branch.id = department.branch_id
  where ${condition}
  order by branch.code, department.sort_order, department.code`;

const refusals: Record<string, [string, string]> = {
  department_branch_id_code_key: ['body.code', '这个编码已被本院区其他科室使用'],
  department_branch_id_name_key: ['body.name', '本院区已有同名科室'],
  department_branch_id_fkey: ['body.branchId', '请选择院区'],
};

/** Departments, maintained. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DepartmentsForStaff {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  async list(
    actor: Actor,
    query: RequestOf<'listDepartmentsForStaff'>['query'],
  ): Promise<ResponseOf<'listDepartmentsForStaff'>> {
    const staff = this.policy.require(actor, 'directory.display');
    const values: unknown[] = [query.branchId ?? null, query.includeInactive ?? false];
    const scope = this.policy.scopeCondition(
      this.policy.scope(staff, 'directory.display'),
      { branch: 'department.branch_id', department: 'department.id' },
      values,
    );
    const items = await this.database.query<DepartmentAnswer>(
      select(`($1::uuid is null or department.branch_id = $1)
        and ($2 or department.is_active) and ${scope}`),
      values,
    );
    return { items };
  }

  async create(actor: Actor, body: DepartmentBody): Promise<DepartmentAnswer> {
    this.policy.require(actor, 'directory.create', { branchId: body.branchId });
    const id = newId(this.kernelContext.clock.now());
    // A new department stands at the end of its branch's list.
    return this.write(
      actor,
      'directory.create',
      id,
      `insert into department (id, branch_id, code, name, group_name, intro, location, disease_words,
         is_active, pinyin_initials, sort_order)
       select $1, $2, $3, $4, $5, $6, $7, $8::text[], $9, $10,
         coalesce((select max(sort_order) from department where branch_id = $2), 0) + 1
       returning id`,
      [id, ...departmentValues(body)],
    );
  }

  async update(
    actor: Actor,
    id: string,
    body: RequestOf<'updateDepartment'>['body'],
  ): Promise<DepartmentAnswer> {
    const [before] = await this.database.query<DepartmentAnswer>(select('department.id = $1'), [
      id,
    ]);
    if (!before) throw new AppError('NOT_FOUND');
    this.policy.require(actor, 'directory.update', {
      branchId: before.branchId,
      departmentId: id,
    });
    // Rosters and appointments carry the branch they were made for.
    if (body.branchId !== before.branchId) {
      throw fieldError('body.branchId', '科室建立后不能换院区，请在新院区另建');
    }
    return this.write(
      actor,
      'directory.update',
      id,
      `update department set branch_id = $2, code = $3, name = $4, group_name = $5, intro = $6,
         location = $7, disease_words = $8, is_active = $9, pinyin_initials = $10, version = version + 1
       where id = $1 and version = $11 returning id`,
      [id, ...departmentValues(body), body.version],
    );
  }

  private async write(
    actor: Actor,
    action: string,
    id: string,
    text: string,
    values: unknown[],
  ): Promise<DepartmentAnswer> {
    try {
      return await this.unitOfWork.run(async (tx) => {
        const written = await tx.query(text, values);
        if (written.length === 0) throw new AppError('VERSION_CONFLICT');
        await this.audit.record(actor, { action, resourceKind: 'department', resourceId: id }, tx);
        const [row] = await tx.query<DepartmentAnswer>(select('department.id = $1'), [id]);
        return row!;
      });
    } catch (error) {
      throw explainRefusal(error, refusals);
    }
  }
}

function departmentValues(body: DepartmentBody): unknown[] {
  const { branchId, code, name, group, intro, location, diseaseWords, isActive } = body;
  const words = [...new Set(diseaseWords)];
  return [branchId, code, name, group, intro, location, words, isActive, pinyinInitials(name)];
}
