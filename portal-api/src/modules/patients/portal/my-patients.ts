import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Database, KernelContext } from '../../../kernel';
import {
  patientColumns,
  presentMyPatient,
  type MyPatient,
  type ProxiedPatient,
} from '../patient-record';

const select = `select ${patientColumns}, x.relation, x.is_default
  from proxy x join patient p on p.id = x.patient_id where x.account_id = $1 and x.ended_at is null`;

/** The 就诊人 of an account. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MyPatients {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  /** The default first, then as they were added. */
  async all(accountId: string): Promise<MyPatient[]> {
    const rows = await this.database.query<ProxiedPatient>(
      `${select} order by x.is_default desc, x.created_at, x.id`,
      [accountId],
      'my-patients',
    );
    return rows.map((row) => this.present(row));
  }

  /** @throws NOT_FOUND unless the account acts for the patient */
  async one(accountId: string, patientId: string): Promise<MyPatient> {
    return this.present(await this.row(accountId, patientId));
  }

  /** @throws NOT_FOUND unless the account acts for the patient */
  async row(accountId: string, patientId: string): Promise<ProxiedPatient> {
    const [row] = await this.database.query<ProxiedPatient>(
      `${select} and p.id = $2`,
      [accountId, patientId],
      'my-patient',
    );
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  private present(row: ProxiedPatient): MyPatient {
    const { secrets, clock } = this.kernelContext;
    return presentMyPatient(row, secrets, clock.today());
  }
}
