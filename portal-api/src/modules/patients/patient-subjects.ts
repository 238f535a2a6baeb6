import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName } from '@suizhen/contract';
import { Database, KernelContext } from '../../kernel';
import type { WorkSubject, WorkSubjects } from '../work';
import { maskedPhoneOf } from './patient-secrets';

/** Patients as a list of work shows them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PatientSubjects implements WorkSubjects {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  async describe(patientIds: readonly string[]): Promise<Map<string, WorkSubject>> {
    if (patientIds.length === 0) return new Map();
    const rows = await this.database.query<{ id: string; name: string; phone_cipher: string }>(
      `select id, name, phone_cipher from patient where id = any($1)`,
      [patientIds],
    );
    const { secrets } = this.kernelContext;
    return new Map(
      rows.map(({ id, name, phone_cipher: phone }) => [
        id,
        { name, nameMasked: maskName(name), phoneMasked: maskedPhoneOf(secrets, phone) },
      ]),
    );
  }
}
