import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CareClass, Gender, RecordIdentityType } from '@suizhen/contract';
import { KernelContext, newId, Outbox, type Tx } from '../../kernel';
import { nameGrams, pinyinInitials, plainName } from './patient-name';
import { Survivors } from './merge/survivors';
import { patientColumns, type PatientRecord } from './patient-record';
import { identityIndexOf, phoneColumns } from './patient-secrets';

export interface NewPatient {
  name: string;
  identityType: RecordIdentityType;
  identityNumber: string;
  birthDate: string;
  gender: Gender;
  phone: string;
  cardNumber: string;
  allergies: string;
  medicalHistory: string;
  careClass?: CareClass;
  address?: string | undefined;
  contactName?: string | undefined;
  contactPhone?: string | undefined;
  notes?: string;
  registeredBranchId: string | null;
}

const insertedColumns = `id, name, name_grams, pinyin_initials, gender, birth_date, identity_type, identity_cipher,
  identity_index, phone_cipher, phone_index, phone_tail_index, address_cipher, contact_name_cipher,
  contact_phone_cipher, card_number, care_class, allergies, medical_history, notes, registered_at,
  registered_branch_id`;

/** One person, one record: looked up and registered here only. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PatientRepository {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  outbox: Outbox;
  @Inject()
  survivors: Survivors;

  /** The record of a document, locked: who is added to it is added one after the other. */
  async lockByIdentity(tx: Tx, identityIndex: string): Promise<PatientRecord | undefined> {
    const [row] = await tx.query<PatientRecord>(
      `select ${patientColumns} from patient p where p.identity_index = $1 for no key update`,
      [identityIndex],
    );
    return row;
  }

  /**
   * A newborn registered before by the same guardian: by the same phone or through the same account.
   * Waits for another registration of that name and day, so there is never a second record.
   */
  async lockNewborn(
    tx: Tx,
    newborn: { name: string; birthDate: string; phoneIndex: string; accountId: string | null },
  ): Promise<PatientRecord | undefined> {
    const { name, birthDate, phoneIndex, accountId } = newborn;
    const key = `newborn:${plainName(name)}:${birthDate}`;
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [key]);
    const [row] = await tx.query<PatientRecord>(
      `select ${patientColumns} from patient p
        where p.name = $1 and p.birth_date = $2 and p.identity_type = 'newborn'
          and (p.phone_index = $3 or exists (select 1 from proxy x
            where x.patient_id = p.id and x.account_id = $4 and x.ended_at is null))
        order by p.id limit 1 for no key update of p`,
      [name, birthDate, phoneIndex, accountId],
    );
    return row;
  }

  /**
   * Undefined when the document got a record meanwhile; the unique index decides.
   * @param fromSystemId the system of the hospital that told us, if one did
   */
  async insert(
    tx: Tx,
    patient: NewPatient,
    fromSystemId?: string,
  ): Promise<PatientRecord | undefined> {
    return (await this.insertAll(tx, [patient], fromSystemId))[0];
  }

  /** As `insert`, for many at once; each in its place. */
  async insertAll(
    tx: Tx,
    patients: readonly NewPatient[],
    fromSystemId?: string,
  ): Promise<(PatientRecord | undefined)[]> {
    const rows = patients.map((patient) => this.rowOf(patient));
    // By document, so that two who bring the same ones wait for each other and not both at once.
    const inserted = await tx.query<PatientRecord>(
      `insert into patient as p (${insertedColumns})
       select ${insertedColumns} from json_populate_recordset(null::patient, $1)
        order by identity_index
       on conflict (identity_index) do nothing returning ${patientColumns}`,
      [JSON.stringify(rows)],
      'patient-insert',
    );
    const from = fromSystemId === undefined ? {} : { fromSystemId };
    const records = new Map(inserted.map((record) => [record.id, record]));
    const inOrder = rows.map(({ id }) => records.get(id));
    await this.outbox.appendAll(
      tx,
      'patient.registered',
      inOrder.flatMap((record) => (record ? [{ patientId: record.id, ...from }] : [])),
    );
    return inOrder;
  }

  /**
   * The record of this person, made if there is none.
   * @param accountId the guardian's account, for newborns
   */
  async findOrInsert(
    tx: Tx,
    patient: NewPatient,
    accountId: string | null,
  ): Promise<{ record: PatientRecord; isNew: boolean }> {
    const find = () => this.lock(tx, patient, accountId);
    const known = await find();
    if (known) return { record: known, isNew: false };
    const inserted = await this.insert(tx, patient);
    if (inserted) return { record: inserted, isNew: true };
    const other = await find();
    if (!other) throw new Error('a document has a record that cannot be found');
    return { record: other, isNew: false };
  }

  /** A record that was closed opens again when its person comes back and proves it. */
  async reopen(tx: Tx, patientId: string): Promise<void> {
    await tx.query(
      `update patient set locked_at = null, version = version + 1 where id = $1 and locked_at is not null
         and merged_into is null`,
      [patientId],
    );
  }

  /** Found under a record that was merged, the person is the one it was merged into. */
  private async lock(
    tx: Tx,
    patient: NewPatient,
    accountId: string | null,
  ): Promise<PatientRecord | undefined> {
    const found = await this.find(tx, patient, accountId);
    const survivorId = found ? await this.survivors.hold(tx, found.id) : undefined;
    if (survivorId === undefined || survivorId === found?.id) return found;
    const [survivor] = await tx.query<PatientRecord>(
      `select ${patientColumns} from patient p where p.id = $1 for no key update`,
      [survivorId],
    );
    return survivor;
  }

  private rowOf(patient: NewPatient) {
    const { clock, secrets } = this.kernelContext;
    const now = clock.now();
    return {
      id: newId(now),
      name: patient.name,
      name_grams: nameGrams(patient.name),
      pinyin_initials: pinyinInitials(patient.name),
      gender: patient.gender,
      birth_date: patient.birthDate,
      identity_type: patient.identityType,
      identity_cipher: secrets.encryptOptional(patient.identityNumber),
      identity_index: identityIndexOf(secrets, patient.identityType, patient.identityNumber),
      ...phoneColumns(secrets, patient.phone),
      address_cipher: secrets.encryptOptional(patient.address),
      contact_name_cipher: secrets.encryptOptional(patient.contactName),
      contact_phone_cipher: secrets.encryptOptional(patient.contactPhone),
      card_number: patient.cardNumber,
      care_class: patient.careClass ?? 'regular',
      allergies: patient.allergies,
      medical_history: patient.medicalHistory,
      notes: patient.notes ?? '',
      registered_at: now,
      registered_branch_id: patient.registeredBranchId,
    };
  }

  private find(
    tx: Tx,
    patient: NewPatient,
    accountId: string | null,
  ): Promise<PatientRecord | undefined> {
    const { secrets } = this.kernelContext;
    const { name, birthDate, phone } = patient;
    const index = identityIndexOf(secrets, patient.identityType, patient.identityNumber);
    if (index !== null) return this.lockByIdentity(tx, index);
    const phoneIndex = secrets.index('phone', phone);
    return this.lockNewborn(tx, { name, birthDate, phoneIndex, accountId });
  }
}
