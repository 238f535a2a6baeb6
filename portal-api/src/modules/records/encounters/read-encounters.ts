import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { EncounterClass, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  decodeMomentCursor,
  pageFrom,
  type Actor,
} from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { ArchiveReach } from '../archive-reach';
import {
  encounterColumns,
  encounterTables,
  isKnownTo,
  partsSql,
  presentEncounter,
  presentSummary,
  summaryColumns,
  type Encounter,
  type EncounterParts,
  type EncounterRow,
  type Reader,
  type SummaryRow,
} from './encounter-row';

interface Page {
  cursor?: string | undefined;
  limit: number;
  class?: EncounterClass | undefined;
}

/** Visits with what was found, ordered and charged; to the patient's people, and to staff. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReadEncounters {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  archiveReach: ArchiveReach;

  async mine(
    actor: Actor,
    { params: { patientId }, query }: RequestOf<'listMyEncounters'>,
  ): Promise<ResponseOf<'listMyEncounters'>> {
    await this.proxies.require(requireAccount(actor).accountId, patientId);
    return this.page(patientId, query, 'patient');
  }

  async ofPatient(
    actor: Actor,
    { params: { patientId }, query }: RequestOf<'listPatientEncounters'>,
  ): Promise<ResponseOf<'listPatientEncounters'>> {
    const staff = await this.archiveReach.require(actor, 'archive.display', patientId);
    await this.audit.record(staff, {
      action: 'encounter.list',
      resourceKind: 'encounter',
      resourceId: patientId,
      patientId,
    });
    return this.page(patientId, query, 'staff');
  }

  /** @throws NOT_FOUND */
  async getMine(actor: Actor, encounterId: string): Promise<Encounter> {
    const { accountId } = requireAccount(actor);
    const row = await this.find(encounterId, 'patient');
    await this.proxies.require(accountId, row.patient_id);
    return this.whole(row, 'patient');
  }

  /** @throws NOT_FOUND */
  async getForStaff(actor: Actor, encounterId: string): Promise<Encounter> {
    const row = await this.find(encounterId, 'staff');
    const staff = await this.archiveReach.require(actor, 'archive.display', row.patient_id);
    await this.audit.record(staff, {
      action: 'encounter.display',
      resourceKind: 'encounter',
      resourceId: encounterId,
      patientId: row.patient_id,
    });
    return this.whole(row, 'staff');
  }

  private async find(encounterId: string, reader: Reader): Promise<EncounterRow> {
    const [row] = await this.database.query<EncounterRow>(
      `select ${encounterColumns(reader)} from ${encounterTables} where e.id = $1 and ${isKnownTo(reader)}`,
      [encounterId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  private async whole(row: EncounterRow, reader: Reader): Promise<Encounter> {
    const of = <P extends keyof EncounterParts>(sql: string) =>
      this.database.query(sql, [row.id]) as unknown as Promise<EncounterParts[P]>;
    const [diagnoses, orders, charges, reports] = await Promise.all([
      of<'diagnoses'>(partsSql.diagnoses),
      of<'orders'>(partsSql.orders),
      of<'charges'>(partsSql.charges),
      of<'reports'>(partsSql.reports(reader)),
    ]);
    return presentEncounter(row, { diagnoses, orders, charges, reports });
  }

  private async page(
    patientId: string,
    query: Page,
    reader: Reader,
  ): Promise<ResponseOf<'listMyEncounters'>> {
    const [at, id] = decodeMomentCursor(query.cursor) ?? [null, null];
    const rows = await this.database.query<SummaryRow>(
      `select ${summaryColumns(reader)} from ${encounterTables}
        where e.patient_id = $1 and ($2::timestamptz is null or (e.started_at, e.id) < ($2, $3::uuid))
          and ($4::text is null or e.class = $4) and ${isKnownTo(reader)}
        order by e.started_at desc, e.id desc limit $5`,
      [patientId, at, id, query.class ?? null, query.limit + 1],
    );
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.started_at.toISOString(), row.id],
      presentSummary,
    );
  }
}
