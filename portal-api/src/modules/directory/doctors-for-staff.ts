import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  fieldError,
  KernelContext,
  newId,
  UnitOfWork,
  type Actor,
} from '../../kernel';
import { Policy } from '../identity';
import { pinyinInitials } from './pinyin-initials';

type DoctorAnswer = ResponseOf<'createDoctor'>;
type DoctorBody = RequestOf<'createDoctor'>['body'];

const select = (condition: string) => `
  select doctor.id, doctor.name, doctor.title, doctor.department_id as "departmentId",
    department.name as "departmentName", department.branch_id as "branchId", branch.name as "branchName",
    doctor.specialty, doctor.intro, doctor.disease_words as "diseaseWords",
    doctor.default_service_id as "defaultServiceId", doctor.is_active as "isActive", doctor.version
  from doctor
  join department on department.id = doctor.department_id
  join branch on branch.id = department.branch_id
  where ${condition}
  order by branch.code, department.sort_order, department.code,
    array_position(array['chief', 'associate-chief', 'attending', 'resident'], doctor.title),
    doctor.name, doctor.id`;

/** Doctors, maintained. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DoctorsForStaff {
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
    query: RequestOf<'listDoctorsForStaff'>['query'],
  ): Promise<ResponseOf<'listDoctorsForStaff'>> {
    const staff = this.policy.require(actor, 'directory.display');
    const values: unknown[] = [
      query.branchId ?? null,
      query.departmentId ?? null,
      query.q ?? '',
      (query.q ?? '').toLowerCase(),
      query.includeInactive ?? false,
    ];
    const scope = this.policy.scopeCondition(
      this.policy.scope(staff, 'directory.display'),
      { branch: 'department.branch_id', department: 'department.id', doctor: 'doctor.id' },
      values,
    );
    const items = await this.database.query<DoctorAnswer>(
      select(`($1::uuid is null or department.branch_id = $1)
        and ($2::uuid is null or department.id = $2)
        and ($3 = '' or position($3 in doctor.name) > 0 or starts_with(doctor.pinyin_initials, $4))
        and ($5 or doctor.is_active) and ${scope}`),
      values,
    );
    return { items };
  }

  async create(actor: Actor, body: DoctorBody): Promise<DoctorAnswer> {
    await this.requireParents(actor, 'directory.create', body);
    const id = newId(this.kernelContext.clock.now());
    return this.write(
      actor,
      'directory.create',
      id,
      `insert into doctor (id, department_id, name, title, specialty, intro, disease_words,
         default_service_id, is_active, pinyin_initials)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
      [id, ...doctorValues(body)],
    );
  }

  async update(
    actor: Actor,
    id: string,
    body: RequestOf<'updateDoctor'>['body'],
  ): Promise<DoctorAnswer> {
    const [before] = await this.database.query<DoctorAnswer>(select('doctor.id = $1'), [id]);
    if (!before) throw new AppError('NOT_FOUND');
    this.policy.require(actor, 'directory.update', {
      branchId: before.branchId,
      departmentId: before.departmentId,
      doctorId: id,
    });
    await this.requireParents(actor, 'directory.update', body);
    return this.write(
      actor,
      'directory.update',
      id,
      `update doctor set department_id = $2, name = $3, title = $4, specialty = $5, intro = $6,
         disease_words = $7, default_service_id = $8, is_active = $9, pinyin_initials = $10,
         version = version + 1
       where id = $1 and version = $11 returning id`,
      [id, ...doctorValues(body), body.version],
    );
  }

  /** Where the doctor is to work must be the actor's to decide, and what a visit costs a registration. */
  private async requireParents(
    actor: Actor,
    permission: Permission,
    body: DoctorBody,
  ): Promise<void> {
    const [department] = await this.database.query<{ branch_id: string }>(
      `select branch_id from department where id = $1`,
      [body.departmentId],
    );
    if (!department) throw fieldError('body.departmentId', '请选择科室');
    this.policy.require(actor, permission, {
      branchId: department.branch_id,
      departmentId: body.departmentId,
    });
    if (body.defaultServiceId === null) return;
    const service = await this.database.query(
      `select 1 from service where id = $1 and kind = 'registration'`,
      [body.defaultServiceId],
    );
    if (service.length === 0) throw fieldError('body.defaultServiceId', '请选择挂号项目');
  }

  private async write(
    actor: Actor,
    action: string,
    id: string,
    text: string,
    values: unknown[],
  ): Promise<DoctorAnswer> {
    return this.unitOfWork.run(async (tx) => {
      const written = await tx.query(text, values);
      if (written.length === 0) throw new AppError('VERSION_CONFLICT');
      await this.audit.record(actor, { action, resourceKind: 'doctor', resourceId: id }, tx);
      const [row] = await tx.query<DoctorAnswer>(select('doctor.id = $1'), [id]);
      return row!;
    });
  }
}

function doctorValues(body: DoctorBody): unknown[] {
  return [
    body.departmentId,
    body.name,
    body.title,
    body.specialty,
    body.intro,
    [...new Set(body.diseaseWords)],
    body.defaultServiceId,
    body.isActive,
    pinyinInitials(body.name, { isPerson: true }),
  ];
}
