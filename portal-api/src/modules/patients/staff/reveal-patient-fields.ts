import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Audit, KernelContext, type Actor, type AuditEntry } from '../../../kernel';
import { Policy } from '../../identity';
import { PatientAccess } from './patient-access';

type Field = RequestOf<'revealPatientFields'>['body']['fields'][number];

/**
 * Masked fields in clear, for a reason that the patient gets to see. Only for who works with the person
 * (desk, nurse, doctor); a role that sees masked data stays with the mask, and the attempt is recorded.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RevealPatientFields {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  patientAccess: PatientAccess;

  /** @throws FORBIDDEN, NOT_FOUND */
  async run(
    actor: Actor,
    patientId: string,
    body: RequestOf<'revealPatientFields'>['body'],
  ): Promise<ResponseOf<'revealPatientFields'>> {
    const fields = [...new Set(body.fields)];
    const entry = {
      action: 'patient.reveal',
      resourceKind: 'patient',
      resourceId: patientId,
      patientId,
      reason: body.reason,
      detail: { fields },
    };
    const { staff, record } = await this.reach(actor, patientId, entry);
    if (!this.policy.seesClear(staff, 'patient.display')) {
      await this.audit.refuse(staff, entry);
      throw new AppError('FORBIDDEN');
    }
    await this.audit.record(staff, entry);
    const ciphers: Record<Field, string | null> = {
      phone: record.phone_cipher,
      identityNumber: record.identity_cipher,
      address: record.address_cipher,
      contactName: record.contact_name_cipher,
      contactPhone: record.contact_phone_cipher,
    };
    const { secrets } = this.kernelContext;
    return Object.fromEntries(
      fields.map((field) => [field, secrets.decryptOptional(ciphers[field])]),
    );
  }

  /** Who wants to see in clear a patient out of their reach is written down as well. */
  private async reach(actor: Actor, patientId: string, entry: AuditEntry) {
    try {
      return await this.patientAccess.require(actor, 'patient.display', patientId);
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') {
        await this.audit.refuse(actor, {
          ...entry,
          detail: { ...entry.detail, isOutOfReach: true },
        });
      }
      throw error;
    }
  }
}
