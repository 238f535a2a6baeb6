import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  KernelContext,
  Outbox,
  UnitOfWork,
  type Actor,
  type Secrets,
} from '../../../kernel';
import { nameGrams, pinyinInitials } from '../patient-name';
import { patientColumns, type PatientRecord } from '../patient-record';
import { phoneColumns } from '../patient-secrets';
import { PatientAccess } from './patient-access';
import { PatientPage } from './patient-page';

type Body = RequestOf<'updatePatient'>['body'];

/** Corrects a patient; what is left out stays. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UpdatePatient {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  patientAccess: PatientAccess;
  @Inject()
  patientPage: PatientPage;

  /** @throws FORBIDDEN, NOT_FOUND, PATIENT_LOCKED, VERSION_CONFLICT */
  async run(actor: Actor, patientId: string, body: Body): Promise<ResponseOf<'updatePatient'>> {
    return this.unitOfWork.run(async (tx) => {
      const { staff, record } = await this.patientAccess.require(
        actor,
        'patient.update',
        patientId,
      );
      if (record.locked_at) throw new AppError('PATIENT_LOCKED');
      const changes = columnsOf(body, this.kernelContext.secrets);
      const columns = Object.keys(changes);
      const sets = columns.map((column, index) => `${column} = $${index + 3}, `).join('');
      const [updated] = await tx.query<PatientRecord>(
        `update patient p set ${sets}version = version + 1
          where p.id = $1 and p.version = $2 and p.locked_at is null returning ${patientColumns}`,
        [patientId, body.version, ...Object.values(changes)],
      );
      if (!updated) throw new AppError('VERSION_CONFLICT');
      await this.audit.record(
        staff,
        {
          action: 'patient.update',
          resourceKind: 'patient',
          resourceId: patientId,
          patientId,
          detail: { fields: Object.keys(body).filter((field) => field !== 'version') },
        },
        tx,
      );
      await this.outbox.append(tx, 'patient.updated', { patientId });
      return this.patientPage.of(staff, updated);
    });
  }
}

/** The columns of the fields that are there. An empty text clears a field. */
function columnsOf(body: Body, secrets: Secrets): Record<string, unknown> {
  const columns: Record<string, unknown> = {
    card_number: body.cardNumber,
    allergies: body.allergies,
    medical_history: body.medicalHistory,
    care_class: body.careClass,
    notes: body.notes,
  };
  if (body.name !== undefined) {
    columns.name = body.name;
    columns.name_grams = nameGrams(body.name);
    columns.pinyin_initials = pinyinInitials(body.name);
  }
  if (body.phone !== undefined) Object.assign(columns, phoneColumns(secrets, body.phone));
  const ciphers = {
    address: body.address,
    contact_name: body.contactName,
    contact_phone: body.contactPhone,
  };
  for (const [field, value] of Object.entries(ciphers)) {
    if (value !== undefined) columns[`${field}_cipher`] = secrets.encryptOptional(value);
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
