import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { RecordIntake, type RecordSource, type Saved } from '../../records';
import { ExternalIds } from '../agreement/external-ids';
import type { Canonical } from '../canonical';
import type { PartOutcome, Taking } from './inbound-row';
import { RecordPlaces, type FoundPlace, type TheirPlace } from './record-places';
import { TakePatient } from './take-patient';
import { UnitCheck } from './unit-check';
import { WaitingMessages } from './waiting-messages';

export type RecordItem = Extract<
  Canonical,
  { type: 'encounter' | 'diagnosis' | 'order' | 'charge' | 'report' }
>;

/** Visits, what belongs to them, and reports: into the records of whoever they are about. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeRecords {
  @Inject()
  recordIntake: RecordIntake;
  @Inject()
  recordPlaces: RecordPlaces;
  @Inject()
  takePatient: TakePatient;
  @Inject()
  externalIds: ExternalIds;
  @Inject()
  unitCheck: UnitCheck;
  @Inject()
  waitingMessages: WaitingMessages;

  async run(taking: Taking, item: RecordItem): Promise<PartOutcome> {
    if (item.type === 'report') await this.unitCheck.run(taking, item.report);
    const patientId = await this.takePatient.find(taking, item.patient);
    if (item.type === 'encounter') {
      const { tx, system } = taking;
      await this.externalIds.lock(tx, system.id, 'encounter', item.externalId);
    }
    const found = await this.recordPlaces.of(taking, theirPlace(item, patientId));
    const saved = await this.save(taking, item, found);
    if (item.type === 'encounter' && saved.outcome === 'created') {
      await this.waitingMessages.release(
        taking.tx,
        taking.system.id,
        `encounter:${item.externalId}`,
      );
    }
    if (saved.outcome === 'older') return { kind: 'older', patientId };
    const { leftOut, waitsFor } = found;
    return { kind: 'taken', patientId, leftOut, ...(waitsFor ? { waitsFor } : {}) };
  }

  private save(
    { tx, system, row }: Taking,
    item: RecordItem,
    { place }: FoundPlace,
  ): Promise<Saved> {
    const source: RecordSource = {
      systemId: system.id,
      sourceId: item.externalId,
      version: row.external_version,
      changedAt: row.changed_at ?? row.received_at,
    };
    switch (item.type) {
      case 'encounter':
        return this.recordIntake.saveEncounter(tx, source, place, item.encounter);
      case 'diagnosis':
        return this.recordIntake.saveDiagnosis(tx, source, place, item.diagnosis);
      case 'order':
        return this.recordIntake.saveOrder(tx, source, place, item.order);
      case 'charge':
        return this.recordIntake.saveCharge(tx, source, place, item.charge);
      case 'report':
        return this.recordIntake.saveReport(tx, source, place, item.report);
    }
  }
}

function theirPlace(item: RecordItem, patientId: string): TheirPlace {
  const nowhere = {
    patientId,
    encounterExternalId: item.type === 'encounter' ? '' : item.encounterExternalId,
    departmentCode: '',
    departmentName: '',
    doctorCode: '',
    doctorName: '',
    appointmentNo: '',
  };
  switch (item.type) {
    case 'encounter': {
      const { departmentCode, doctorCode, appointmentNo } = item;
      const { departmentName, doctorName } = item.encounter;
      return {
        ...nowhere,
        departmentCode,
        departmentName,
        doctorCode,
        doctorName,
        appointmentNo,
      };
    }
    case 'report': {
      const { departmentCode } = item;
      return { ...nowhere, departmentCode, departmentName: item.report.departmentName };
    }
    default:
      return nowhere;
  }
}
