import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Audit, KernelContext, UnitOfWork, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { birthAndSexOf } from '../patient-identity';
import { isSameName } from '../patient-name';
import { PatientRepository } from '../patient.repository';
import { PatientPage } from './patient-page';

/**
 * Registers a patient at the desk. Who has a record gets that one: the document decides, never a second
 * record. A closed record opens again, since its person stands here with the document.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RegisterPatient {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  patientRepository: PatientRepository;
  @Inject()
  patientPage: PatientPage;

  /** @throws FORBIDDEN, INVALID_FIELD, IDENTITY_MISMATCH when the document is on file under another name */
  async run(
    actor: Actor,
    body: RequestOf<'registerPatient'>['body'],
  ): Promise<ResponseOf<'registerPatient'>> {
    const staff = this.policy.require(actor, 'patient.create');
    const birthAndSex = birthAndSexOf(body, this.kernelContext.clock.today());
    const patient = { ...body, ...birthAndSex, registeredBranchId: staff.branchId };
    return this.unitOfWork.run(async (tx) => {
      const { record, isNew } = await this.patientRepository.findOrInsert(tx, patient, null);
      if (!isSameName(record.name, body.name)) {
        // Somebody typed a document that is another person's here: it must not pass without a trace.
        await this.audit.refuse(staff, {
          action: 'patient.find',
          resourceKind: 'patient',
          resourceId: record.id,
          patientId: record.id,
          detail: { reason: 'identity-mismatch' },
        });
        throw new AppError('IDENTITY_MISMATCH');
      }
      if (record.locked_at) await this.patientRepository.reopen(tx, record.id);
      await this.audit.record(
        staff,
        {
          action: isNew ? 'patient.create' : 'patient.find',
          resourceKind: 'patient',
          resourceId: record.id,
          patientId: record.id,
          ...(record.locked_at ? { detail: { reopened: true } } : {}),
        },
        tx,
      );
      const current = record.locked_at
        ? { ...record, locked_at: null, version: record.version + 1 }
        : record;
      return { patient: await this.patientPage.of(staff, current), isNew };
    });
  }
}
