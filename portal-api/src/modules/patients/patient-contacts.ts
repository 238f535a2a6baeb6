import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName } from '@suizhen/contract';
import { Database, KernelContext } from '../../kernel';

/** How to reach a patient, for messages. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PatientContacts {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  async of(patientId: string): Promise<{ nameMasked: string; phone: string } | null> {
    const [row] = await this.database.query<{ name: string; phone_cipher: string }>(
      `select name, phone_cipher from patient where id = $1`,
      [patientId],
      'patient-contact',
    );
    if (!row) return null;
    const phone = this.kernelContext.secrets.decrypt(row.phone_cipher);
    return { nameMasked: maskName(row.name), phone };
  }
}
