import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { RecordIntake, type RecordPlace } from '../../records';
import { ExternalIds } from '../agreement/external-ids';
import type { Taking } from './inbound-row';

/** What a message says of where something happened, in their words. */
export interface TheirPlace {
  patientId: string;
  encounterExternalId: string;
  departmentCode: string;
  departmentName: string;
  doctorCode: string;
  doctorName: string;
  appointmentNo: string;
}

export interface FoundPlace {
  place: RecordPlace;
  /** Named and not found: said so beside the message. */
  leftOut: string[];
  waitsFor?: string;
}

/** Which of our departments, doctors, visits and appointments theirs are. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RecordPlaces {
  @Inject()
  recordIntake: RecordIntake;
  @Inject()
  externalIds: ExternalIds;

  async of(taking: Taking, theirs: TheirPlace): Promise<FoundPlace> {
    const { tx, system } = taking;
    const { encounterExternalId, departmentCode, patientId } = theirs;
    const departmentId = await this.department(taking, theirs);
    const encounterId =
      encounterExternalId === ''
        ? null
        : await this.recordIntake.findEncounter(tx, system.id, encounterExternalId);
    const isEncounterMissing = encounterExternalId !== '' && encounterId === null;
    return {
      place: {
        patientId,
        branchId: system.branchId,
        departmentId,
        doctorId: await this.doctor(taking, theirs, departmentId),
        encounterId,
        appointmentId: await this.appointment(taking, theirs),
      },
      leftOut:
        departmentCode !== '' && departmentId === null
          ? [`科室编码未对应：${departmentCode.slice(0, 40)}`]
          : [],
      ...(isEncounterMissing ? { waitsFor: `encounter:${encounterExternalId}` } : {}),
    };
  }

  /** By code, else by name, within the branch of the system. */
  async department(
    { tx, system }: Taking,
    { departmentCode, departmentName }: Pick<TheirPlace, 'departmentCode' | 'departmentName'>,
  ): Promise<string | null> {
    if (departmentCode === '' && departmentName === '') return null;
    const [row] = await tx.query<{ id: string }>(
      `select id from department where branch_id = $1 and (code = $2 or name = $3)
        order by (code = $2) desc limit 1`,
      [system.branchId, departmentCode, departmentName],
      'place-department',
    );
    return row?.id ?? null;
  }

  /** By their number once it is known, else by a name that only one doctor of the department (or branch) has. */
  async doctor(
    { tx, system }: Taking,
    { doctorCode, doctorName }: Pick<TheirPlace, 'doctorCode' | 'doctorName'>,
    departmentId: string | null,
  ): Promise<string | null> {
    if (doctorCode !== '') {
      const known = await this.externalIds.find(tx, system.id, 'practitioner', doctorCode);
      if (known) return known.internalId;
    }
    if (doctorName === '') return null;
    const rows = await tx.query<{ id: string }>(
      `select c.id from doctor c join department d on d.id = c.department_id
        where c.name = $1 and d.branch_id = $2 and ($3::uuid is null or d.id = $3) limit 2`,
      [doctorName, system.branchId, departmentId],
      'place-doctor',
    );
    return rows.length === 1 ? rows[0]!.id : null;
  }

  private async appointment(
    { tx }: Taking,
    { appointmentNo, patientId }: TheirPlace,
  ): Promise<string | null> {
    if (appointmentNo === '') return null;
    const [row] = await tx.query<{ id: string }>(
      `select id from appointment where appointment_no = $1 and patient_id = $2`,
      [appointmentNo, patientId],
      'place-appointment',
    );
    return row?.id ?? null;
  }
}
