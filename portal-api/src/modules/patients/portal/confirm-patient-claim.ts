import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  KernelContext,
  Outbox,
  realTime,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { requireAccount } from '../../identity';
import { isSameName } from '../patient-name';
import type { PatientRecord } from '../patient-record';
import { PatientRepository } from '../patient.repository';
import { Proxies } from '../proxies';
import { claimCodeHash, maxCodeAttempts, type ClaimedPerson } from './claim';
import { MyPatients } from './my-patients';

interface Claim extends Record<string, unknown> {
  id: string;
  account_id: string;
  request_cipher: string;
  target_index: string;
  code_hash: string;
  patient_id: string | null;
}

/** Confirms a claim by its code: the person is registered, or the account linked to the record there is. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ConfirmPatientClaim {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  outbox: Outbox;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  patientRepository: PatientRepository;
  @Inject()
  myPatients: MyPatients;

  /** @throws NOT_FOUND, CODE_INVALID, IDENTITY_MISMATCH, PATIENT_LIMIT_REACHED */
  async run(
    actor: Actor,
    claimId: string,
    code: string,
  ): Promise<ResponseOf<'confirmPatientClaim'>> {
    const { accountId } = requireAccount(actor);
    const claim = await this.checkCode(accountId, claimId, code);
    const patientId =
      claim.patient_id ?? (await this.unitOfWork.run((tx) => this.settle(tx, actor, claim)));
    return this.myPatients.one(accountId, patientId);
  }

  /** Every attempt counts, also when what follows is refused: it is committed before the code is looked at. */
  private async checkCode(accountId: string, claimId: string, code: string): Promise<Claim> {
    const columns = 'id, account_id, request_cipher, target_index, code_hash, patient_id';
    const [open] = await this.database.query<Claim>(
      `update patient_claim set attempts = attempts + 1
        where id = $1 and account_id = $2 and confirmed_at is null and attempts < $3 and expires_at > $4
        returning ${columns}`,
      [claimId, accountId, maxCodeAttempts, realTime.now()],
    );
    const claim = open ?? (await this.closedClaim(accountId, claimId, columns));
    if (claimCodeHash(this.kernelContext.secrets, claimId, code) !== claim.code_hash) {
      throw new AppError('CODE_INVALID');
    }
    return claim;
  }

  /** A repeat of what was confirmed gets the same answer; everything else has lapsed. */
  private async closedClaim(accountId: string, claimId: string, columns: string): Promise<Claim> {
    const [claim] = await this.database.query<Claim>(
      `select ${columns} from patient_claim where id = $1 and account_id = $2`,
      [claimId, accountId],
    );
    if (!claim) throw new AppError('NOT_FOUND');
    if (!claim.patient_id) throw new AppError('CODE_INVALID');
    return claim;
  }

  private async settle(tx: Tx, actor: Actor, claim: Claim): Promise<string> {
    const { secrets } = this.kernelContext;
    const person = JSON.parse(secrets.decrypt(claim.request_cipher)) as ClaimedPerson;
    await this.proxies.lockAccount(tx, claim.account_id);
    const newPatient = { ...person, registeredBranchId: null };
    const { record, isNew } = await this.patientRepository.findOrInsert(
      tx,
      newPatient,
      claim.account_id,
    );
    if (!isNew) this.requireRightPerson(claim, person, record);
    await this.link(tx, actor, claim, person, record, isNew);
    await tx.query(
      `update patient_claim set confirmed_at = coalesce(confirmed_at, $2), patient_id = $3 where id = $1`,
      [claim.id, realTime.now(), record.id],
    );
    return record.id;
  }

  /**
   * The code must have reached the phone that is on file now: somebody who registered the same document
   * a moment earlier, with another phone, is not to be joined by whoever claimed it with their own.
   */
  private requireRightPerson(claim: Claim, person: ClaimedPerson, record: PatientRecord): void {
    const isNewborn = record.identity_type === 'newborn';
    if (!isNewborn && record.phone_index !== claim.target_index) {
      throw new AppError('CODE_INVALID', { message: '验证码已失效，请重新获取' });
    }
    if (!isSameName(record.name, person.name)) throw new AppError('IDENTITY_MISMATCH');
  }

  private async link(
    tx: Tx,
    actor: Actor,
    claim: Claim,
    person: ClaimedPerson,
    record: PatientRecord,
    isNew: boolean,
  ): Promise<void> {
    const others = isNew ? [] : await this.proxies.accountsOf(record.id);
    const isAdded = await this.proxies.add(tx, {
      accountId: claim.account_id,
      patientId: record.id,
      relation: person.relation,
      guardianConsent: person.guardianConsent,
    });
    if (!isAdded) return;
    if (record.locked_at) await this.patientRepository.reopen(tx, record.id);
    const entry = { resourceKind: 'patient', resourceId: record.id, patientId: record.id };
    await this.audit.record(
      actor,
      { ...entry, action: isNew ? 'patient.create' : 'proxy.create' },
      tx,
    );
    if (others.length > 0) {
      const payload = { patientId: record.id, accountId: claim.account_id };
      await this.outbox.append(tx, 'proxy.added', payload);
    }
  }
}
