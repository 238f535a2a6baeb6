import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Audit, KernelContext, type Actor } from '../../../kernel';
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
    const { staff, record } = await this.patientAccess.require(actor, 'patient.display', patientId);
    const isAllowed = this.policy.seesClear(staff, 'patient.display');
    const fields = [...new Set(body.fields)];
    await this.audit.record(staff, {
      action: 'patient.reveal',
      resourceKind: 'patient',
      resourceId: patientId,
      patientId,
      reason: body.reason,
      outcome: isAllowed ? 'ok' : 'refused',
      detail: { fields },
    });
    if (!isAllowed) throw new AppError('FORBIDDEN');
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
}
