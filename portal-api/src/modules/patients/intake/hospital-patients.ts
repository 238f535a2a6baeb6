import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Gender, RecordIdentityType } from '@suizhen/contract';
import {
  Audit,
  KernelContext,
  Outbox,
  type Actor,
  type LocalDate,
  type Secrets,
  type Sql,
  type Tx,
} from '../../../kernel';
import { Survivors } from '../merge/survivors';
import { isSameName, nameGrams, pinyinInitials } from '../patient-name';
import { patientColumns, type PatientRecord } from '../patient-record';
import { identityIndexOf, phoneColumns } from '../patient-secrets';
import { PatientRepository } from '../patient.repository';

/** What both sides hold of a patient, in clear; in memory only. */
export interface PatientFacts {
  name: string;
  gender: Gender;
  birthDate: LocalDate;
  phone: string;
  address: string;
  cardNumber: string;
  identityType: RecordIdentityType;
  /** Empty without a document. */
  identityNumber: string;
}

export interface KnownPatient {
  id: string;
  facts: PatientFacts;
  isLocked: boolean;
}

/** Patients as the hospital's own systems bring them. The door for integration; whoever calls it decides. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class HospitalPatients {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  patientRepository: PatientRepository;
  @Inject()
  survivors: Survivors;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;

  /** Whoever the record became, where it was merged; locked until the transaction ends. */
  async lock(tx: Tx, patientId: string): Promise<KnownPatient | null> {
    const survivorId = await this.survivors.hold(tx, patientId);
    const [row] = await tx.query<PatientRecord>(
      `select ${patientColumns} from patient p where p.id = $1 for no key update`,
      [survivorId],
      'hospital-patient-lock',
    );
    return row ? this.known(row) : null;
  }

  /** The record of a document, under whatever name. */
  async findByDocument(
    tx: Tx,
    type: RecordIdentityType,
    number: string,
  ): Promise<KnownPatient | null> {
    const index = identityIndexOf(this.kernelContext.secrets, type, number);
    const row = index === null ? undefined : await this.patientRepository.lockByIdentity(tx, index);
    return row ? this.lock(tx, row.id) : null;
  }

  /** By card number, name and birth date together; several such are none. */
  async findByCard(
    tx: Tx,
    { cardNumber, name, birthDate }: { cardNumber: string; name: string; birthDate: LocalDate },
  ): Promise<KnownPatient | null> {
    if (cardNumber === '') return null;
    const rows = await tx.query<PatientRecord>(
      `select ${patientColumns} from patient p
        where p.card_number = $1 and p.card_number <> '' and p.birth_date = $2 and p.merged_into is null
          for no key update`,
      [cardNumber, birthDate],
      'hospital-patient-card',
    );
    const same = rows.filter((row) => isSameName(row.name, name));
    return same.length === 1 ? this.known(same[0]!) : null;
  }

  /** Whether somebody registered this record by phone alone and acts for it: nobody saw the document. */
  async isSelfRegistered(sql: Sql, patientId: string): Promise<boolean> {
    const rows = await sql.query(
      `select 1 from patient p where p.id = $1 and p.registered_branch_id is null
         and exists (select 1 from proxy x where x.patient_id = p.id and x.ended_at is null)`,
      [patientId],
    );
    return rows.length > 0;
  }

  isSameName(one: string, other: string): boolean {
    return isSameName(one, other);
  }

  /**
   * Registers who is not here yet. Null when the document got a record meanwhile.
   * @param fromSystemId who told us, and need not be told
   */
  async create(
    tx: Tx,
    facts: PatientFacts,
    { branchId, fromSystemId }: { branchId: string | null; fromSystemId: string },
  ): Promise<KnownPatient | null> {
    const record = await this.patientRepository.insert(
      tx,
      { ...facts, allergies: '', medicalHistory: '', registeredBranchId: branchId },
      fromSystemId,
    );
    return record ? this.known(record) : null;
  }

  /**
   * Registers those whom nobody here can be: no record has their document, and none their card number. The
   * others are left for one who looks closer, as is whoever gets a record meanwhile.
   * @returns for each the id of the new record, or null
   */
  async createUnknown(
    tx: Tx,
    all: readonly PatientFacts[],
    { branchId, fromSystemId }: { branchId: string | null; fromSystemId: string },
  ): Promise<(string | null)[]> {
    const unknown = await this.withoutRecord(tx, all);
    const records = await this.patientRepository.insertAll(
      tx,
      unknown.map((facts) => ({
        ...facts,
        allergies: '',
        medicalHistory: '',
        registeredBranchId: branchId,
      })),
      fromSystemId,
    );
    const ids = new Map(unknown.map((facts, index) => [facts, records[index]?.id ?? null]));
    return all.map((facts) => ids.get(facts) ?? null);
  }

  private async withoutRecord(tx: Tx, all: readonly PatientFacts[]): Promise<PatientFacts[]> {
    const { secrets } = this.kernelContext;
    const indexes = all.map((facts) =>
      identityIndexOf(secrets, facts.identityType, facts.identityNumber),
    );
    // One by one through the indexes: of so many at once PostgreSQL would rather read the whole table.
    const taken = await tx.query<{ key: string }>(
      `select key from unnest($1::text[]) as x (key)
         cross join lateral (select 1 from patient p where p.identity_index = x.key limit 1) found
       union all
       select key from unnest($2::text[]) as x (key)
         cross join lateral (select 1 from patient p
           where p.card_number = x.key and p.card_number <> '' limit 1) found`,
      [
        indexes.filter((index) => index !== null),
        all.map(({ cardNumber }) => cardNumber).filter((number) => number !== ''),
      ],
    );
    const known = new Set(taken.map(({ key }) => key));
    return all.filter(({ cardNumber }, place) => {
      const keys = [indexes[place], cardNumber].filter((key) => typeof key === 'string' && key);
      const isUnknown = keys.every((key) => !known.has(key!));
      // The next one in the same batch with the same number is no longer unknown.
      for (const key of keys) known.add(key!);
      return isUnknown;
    });
  }

  /**
   * Writes what was agreed on; what is left out stays. Others than `fromSystemId` are told.
   * @returns false when another record has the document
   */
  async change(
    tx: Tx,
    actor: Actor,
    patientId: string,
    changes: Partial<PatientFacts>,
    fromSystemId: string | null,
  ): Promise<boolean> {
    const columns = columnsOf(changes, this.kernelContext.secrets);
    if (Object.keys(columns).length === 0) return true;
    if (await this.isDocumentTaken(tx, patientId, columns.identity_index)) return false;
    const sets = Object.keys(columns).map((column, index) => `${column} = $${index + 2}, `);
    await tx.query(`update patient set ${sets.join('')}version = version + 1 where id = $1`, [
      patientId,
      ...Object.values(columns),
    ]);
    const detail = { fields: Object.keys(changes), systemId: fromSystemId };
    await this.audit.record(
      actor,
      {
        action: 'patient.update',
        resourceKind: 'patient',
        resourceId: patientId,
        patientId,
        detail,
      },
      tx,
    );
    await this.outbox.append(tx, 'patient.updated', {
      patientId,
      ...(fromSystemId === null ? {} : { fromSystemId }),
    });
    return true;
  }

  /** Says again what stands here, to every system. */
  async tellAgain(tx: Tx, patientId: string): Promise<void> {
    await this.outbox.append(tx, 'patient.updated', { patientId });
  }

  private async isDocumentTaken(tx: Tx, patientId: string, index: unknown): Promise<boolean> {
    if (typeof index !== 'string') return false;
    const others = await tx.query(`select 1 from patient where identity_index = $1 and id <> $2`, [
      index,
      patientId,
    ]);
    return others.length > 0;
  }

  private known(row: PatientRecord): KnownPatient {
    const { secrets } = this.kernelContext;
    return {
      id: row.id,
      isLocked: row.locked_at !== null,
      facts: {
        name: row.name,
        gender: row.gender,
        birthDate: row.birth_date,
        phone: secrets.decrypt(row.phone_cipher),
        address: secrets.decryptOptional(row.address_cipher),
        cardNumber: row.card_number,
        identityType: row.identity_type,
        identityNumber: secrets.decryptOptional(row.identity_cipher),
      },
    };
  }
}

function columnsOf(changes: Partial<PatientFacts>, secrets: Secrets): Record<string, unknown> {
  const { name, phone, address, identityType, identityNumber = '' } = changes;
  const columns: Record<string, unknown> = {
    gender: changes.gender,
    birth_date: changes.birthDate,
    card_number: changes.cardNumber,
  };
  if (name !== undefined) {
    columns.name = name;
    columns.name_grams = nameGrams(name);
    columns.pinyin_initials = pinyinInitials(name);
  }
  if (phone !== undefined) Object.assign(columns, phoneColumns(secrets, phone));
  if (address !== undefined) columns.address_cipher = secrets.encryptOptional(address);
  if (identityType !== undefined) {
    columns.identity_type = identityType;
    columns.identity_cipher = secrets.encryptOptional(identityNumber);
    columns.identity_index = identityIndexOf(secrets, identityType, identityNumber);
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
