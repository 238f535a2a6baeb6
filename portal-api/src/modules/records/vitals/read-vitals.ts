import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { addDays, Audit, Database, fieldError, instantAt, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { ArchiveReach } from '../archive-reach';
import { VitalLimits } from './vital-limits';
import { presentReading, readingColumns, readingTables, type ReadingRow } from './vital-row';

/** As many as a chart can show. */
const shown = 1_000;

type Query = RequestOf<'listMyVitals'>['query'];
type Vitals = ResponseOf<'listMyVitals'>;

/** The diary: readings of one kind, to the patient's people and to staff. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReadVitals {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  archiveReach: ArchiveReach;
  @Inject()
  vitalLimits: VitalLimits;

  async mine(actor: Actor, { params, query }: RequestOf<'listMyVitals'>): Promise<Vitals> {
    await this.proxies.require(requireAccount(actor).accountId, params.patientId);
    return this.of(params.patientId, query);
  }

  async forStaff(actor: Actor, { params, query }: RequestOf<'listPatientVitals'>): Promise<Vitals> {
    const { patientId } = params;
    const staff = await this.archiveReach.require(actor, 'archive.display', patientId);
    await this.audit.recordLook(staff, {
      action: 'vital.display',
      resourceKind: 'vital',
      resourceId: patientId,
      patientId,
    });
    return this.of(patientId, query);
  }

  private async of(patientId: string, { kind, from, to }: Query): Promise<Vitals> {
    if (from && to && from > to) throw fieldError('query.to', '结束日期不能早于开始日期');
    const rows = await this.database.query<ReadingRow>(
      `select ${readingColumns} from ${readingTables}
        where r.patient_id = $1 and r.kind = $2 and r.removed_at is null
          and ($3::timestamptz is null or r.measured_at >= $3)
          and ($4::timestamptz is null or r.measured_at < $4)
        order by r.measured_at desc, r.id desc limit ${shown}`,
      [patientId, kind, from ? instantAt(from) : null, to ? instantAt(addDays(to, 1)) : null],
    );
    return { items: rows.map(presentReading), limits: await this.vitalLimits.of(patientId) };
  }
}
