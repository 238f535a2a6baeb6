import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, type Tx } from '../../../kernel';
import type {
  IncomingCharge,
  IncomingDiagnosis,
  IncomingEncounter,
  IncomingOrder,
  IncomingReport,
  RecordPlace,
  RecordSource,
} from './incoming';
import { SaveEncounter } from './save-encounter';
import { SaveReport, type Saved } from './save-report';
import { SaveVisitPart } from './save-visit-part';

/**
 * The door for whatever hospital systems say about patients. The same version twice changes nothing, an
 * older one neither; two that come at once are taken one after the other. A patient who was merged into
 * another is found under the record that survived.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RecordIntake {
  @Inject()
  database: Database;
  @Inject()
  reports: SaveReport;
  @Inject()
  encounters: SaveEncounter;
  @Inject()
  visitParts: SaveVisitPart;

  saveReport(
    tx: Tx,
    source: RecordSource,
    place: RecordPlace,
    report: IncomingReport,
  ): Promise<Saved> {
    return this.reports.run(tx, source, place, report);
  }

  saveEncounter(
    tx: Tx,
    source: RecordSource,
    place: RecordPlace,
    encounter: IncomingEncounter,
  ): Promise<Saved> {
    return this.encounters.run(tx, source, place, encounter);
  }

  saveDiagnosis(
    tx: Tx,
    source: RecordSource,
    place: RecordPlace,
    diagnosis: IncomingDiagnosis,
  ): Promise<Saved> {
    return this.visitParts.run(tx, 'diagnosis', source, place, {
      code: diagnosis.code,
      name: diagnosis.name,
      is_main: diagnosis.isMain,
      is_retracted: diagnosis.isRetracted,
      recorded_at: diagnosis.recordedAt,
    });
  }

  saveOrder(
    tx: Tx,
    source: RecordSource,
    place: RecordPlace,
    order: IncomingOrder,
  ): Promise<Saved> {
    return this.visitParts.run(tx, 'clinical_order', source, place, {
      kind: order.kind,
      code: order.code,
      name: order.name,
      dosage: order.dosage,
      quantity_text: order.quantityText,
      status: order.status,
      ordered_at: order.orderedAt,
    });
  }

  saveCharge(
    tx: Tx,
    source: RecordSource,
    place: RecordPlace,
    charge: IncomingCharge,
  ): Promise<Saved> {
    return this.visitParts.run(tx, 'charge', source, place, {
      code: charge.code,
      name: charge.name,
      quantity_text: charge.quantityText,
      amount_fen: charge.amountFen,
      is_cancelled: charge.isCancelled,
      charged_at: charge.chargedAt,
    });
  }

  /** A visit that came from a system; null: it has not come yet. */
  async findEncounter(tx: Tx, systemId: string, sourceId: string): Promise<string | null> {
    const [row] = await tx.query<{ id: string }>(
      `select id from encounter where system_id = $1 and source_id = $2`,
      [systemId, sourceId],
      'encounter-find',
    );
    return row?.id ?? null;
  }
}
