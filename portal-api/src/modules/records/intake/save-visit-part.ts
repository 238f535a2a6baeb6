import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, newId, type Tx } from '../../../kernel';
import { Survivors } from '../../patients';
import type { RecordPlace, RecordSource } from './incoming';
import { insertOnce } from './insert-once';
import { ageOf, type KeptVersion } from './kept-version';
import type { Saved } from './save-report';

/** What belongs to a visit, and how its table is called. */
export type VisitPart = 'diagnosis' | 'clinical_order' | 'charge';

/** Takes in one version of a diagnosis, an order or a charge; each replaces the one before. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SaveVisitPart {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  survivors: Survivors;

  /** @param content column → value; always the same columns of one table */
  async run(
    tx: Tx,
    table: VisitPart,
    source: RecordSource,
    place: RecordPlace,
    content: Record<string, unknown>,
  ): Promise<Saved> {
    const columns: Record<string, unknown> = {
      patient_id: await this.survivors.hold(tx, place.patientId),
      ...content,
      source_version: source.version,
      source_changed_at: source.changedAt,
    };
    const id = newId(this.kernelContext.clock.now());
    const { systemId, sourceId } = source;
    const row = {
      id,
      encounter_id: place.encounterId,
      ...columns,
      system_id: systemId,
      source_id: sourceId,
    };
    if (await insertOnce(tx, table, row)) return { id, outcome: 'created' };
    return this.update(tx, table, source, place.encounterId, columns);
  }

  private async update(
    tx: Tx,
    table: VisitPart,
    source: RecordSource,
    encounterId: string | null,
    columns: Record<string, unknown>,
  ): Promise<Saved> {
    const [kept] = await tx.query<KeptVersion & { id: string }>(
      `select id, source_version, source_changed_at from ${table}
        where system_id = $1 and source_id = $2 for update`,
      [source.systemId, source.sourceId],
      `${table}-lock`,
    );
    if (!kept) throw new Error(`a ${table} that was there is gone`);
    const { id } = kept;
    const age = ageOf(source, kept);
    if (age === 'older') return { id, outcome: 'older' };
    const changes = age === 'newer' ? columns : {};
    const sets = Object.keys(changes).map((column, index) => `${column} = $${index + 3}, `);
    // A visit may come after what belongs to it.
    await tx.query(
      `update ${table} set ${sets.join('')}encounter_id = coalesce($2, encounter_id) where id = $1`,
      [id, encounterId, ...Object.values(changes)],
    );
    return { id, outcome: age === 'newer' ? 'changed' : 'unchanged' };
  }
}
