import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  ageOn,
  vitalKinds,
  type RequestOf,
  type ResponseOf,
  type VitalKind,
} from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  KernelContext,
  Settings,
  UnitOfWork,
  type Actor,
  type LocalDate,
  type Sql,
} from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { defaultLimitsFor } from './vital.defaults';
import { defaultLimits } from './vital.settings';
import { limitProblemsOf, type Limits } from './vital.rules';

type VitalLimit = ResponseOf<'saveMyVitalLimit'>['items'][number];

interface LimitRow extends Record<string, unknown> {
  kind: VitalKind;
  low: string | null;
  high: string | null;
  low_diastolic: string | null;
  high_diastolic: string | null;
}

const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));

/** The limits in force for a patient: their own, else those of the hospital. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VitalLimits {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;

  async of(patientId: string, sql: Sql = this.database): Promise<VitalLimit[]> {
    const [patient] = await sql.query<{ birth_date: LocalDate }>(
      `select birth_date::text as birth_date from patient where id = $1`,
      [patientId],
    );
    if (!patient) throw new AppError('NOT_FOUND');
    const rows = await sql.query<LimitRow>(
      `select kind, low, high, low_diastolic, high_diastolic from vital_limit where patient_id = $1`,
      [patientId],
    );
    const age = ageOn(patient.birth_date, this.kernelContext.clock.today());
    const defaults = defaultLimitsFor(await this.settings.get(defaultLimits), age);
    return vitalKinds.map((kind) => {
      const own = rows.find((row) => row.kind === kind);
      const limits = own ? ownLimits(own) : defaults[kind];
      return { kind, ...limits, isPersonal: own !== undefined };
    });
  }

  /** Without any number the hospital's own come back. @throws NOT_FOUND, INVALID_FIELD */
  async save(
    actor: Actor,
    { params: { patientId }, body }: RequestOf<'saveMyVitalLimit'>,
  ): Promise<ResponseOf<'saveMyVitalLimit'>> {
    const { accountId } = requireAccount(actor);
    await this.proxies.require(accountId, patientId);
    const { kind, ...limits } = body;
    const problems = limitProblemsOf(kind, limits);
    if (Object.keys(problems).length > 0) throw inBody(problems);
    await this.unitOfWork.run(async (tx) => {
      const isEmpty = Object.values(limits).every((value) => value === null);
      if (isEmpty) {
        await tx.query(`delete from vital_limit where patient_id = $1 and kind = $2`, [
          patientId,
          kind,
        ]);
      } else {
        await tx.query(
          `insert into vital_limit (patient_id, kind, low, high, low_diastolic, high_diastolic, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (patient_id, kind) do update set low = excluded.low, high = excluded.high,
             low_diastolic = excluded.low_diastolic, high_diastolic = excluded.high_diastolic,
             updated_at = excluded.updated_at`,
          [
            patientId,
            kind,
            limits.low,
            limits.high,
            limits.lowDiastolic,
            limits.highDiastolic,
            this.kernelContext.clock.now(),
          ],
        );
      }
      await this.audit.record(
        actor,
        {
          action: 'vital.limit',
          resourceKind: 'vital',
          resourceId: patientId,
          patientId,
          detail: { kind, isDefault: isEmpty },
        },
        tx,
      );
    });
    return { items: await this.of(patientId) };
  }
}

function ownLimits(row: LimitRow): Limits {
  return {
    low: numberOf(row.low),
    high: numberOf(row.high),
    lowDiastolic: numberOf(row.low_diastolic),
    highDiastolic: numberOf(row.high_diastolic),
  };
}

/** Problems of fields as the gateway tells them. @param at where the fields stand in the request */
export function inBody(problems: Record<string, string>, at = 'body'): AppError {
  const fields = Object.fromEntries(
    Object.entries(problems).map(([field, text]) => [`${at}.${field}`, text]),
  );
  return new AppError('INVALID_FIELD', { fields });
}
