import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission } from '@suizhen/contract';
import { AppError, Database, fieldError, type Actor } from '../../../kernel';
import { Policy } from '../../identity';

export interface ClinicFacts {
  doctorName: string;
  departmentId: string;
  branchId: string;
  feeFen: number;
}

interface DoctorRow extends Record<string, unknown> {
  name: string;
  is_active: boolean;
  department_id: string;
  branch_id: string;
}

/** What a roster or template takes over from the directory: where the doctor works and what a visit costs. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClinicFactsReader {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;

  /** @throws NOT_FOUND outside the actor's scope; INVALID_FIELD for a doctor or service not in use */
  async read(
    actor: Actor,
    permission: Permission,
    chosen: { doctorId: string; serviceId: string },
  ): Promise<ClinicFacts> {
    const [doctor] = await this.database.query<DoctorRow>(
      `select doctor.name, doctor.is_active, doctor.department_id, department.branch_id
       from doctor join department on department.id = doctor.department_id where doctor.id = $1`,
      [chosen.doctorId],
    );
    if (!doctor) throw new AppError('NOT_FOUND', { message: '没有找到这位医生' });
    this.policy.require(actor, permission, {
      branchId: doctor.branch_id,
      departmentId: doctor.department_id,
      doctorId: chosen.doctorId,
    });
    if (!doctor.is_active) throw fieldError('body.doctorId', '这位医生已停用');
    return {
      doctorName: doctor.name,
      departmentId: doctor.department_id,
      branchId: doctor.branch_id,
      feeFen: await this.fee(chosen.serviceId),
    };
  }

  private async fee(serviceId: string): Promise<number> {
    const [service] = await this.database.query<{ price_fen: string }>(
      `select price_fen from service where id = $1 and kind = 'registration' and is_active`,
      [serviceId],
    );
    if (!service) throw fieldError('body.serviceId', '请选择在用的挂号项目');
    return Number(service.price_fen);
  }
}
