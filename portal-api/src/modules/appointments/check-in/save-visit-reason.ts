import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Audit, KernelContext, UnitOfWork, type Actor } from '../../../kernel';
import { MyAppointments } from '../reading/my-appointments';

/** Why one comes, in one's own words, for the doctor to read beforehand. Kept as ciphertext. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SaveVisitReason {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  myAppointments: MyAppointments;

  /** @throws NOT_FOUND, INVALID_STATE once the visit is over */
  async run(actor: Actor, appointmentId: string, reason: string): Promise<void> {
    await this.myAppointments.requireMine(actor, appointmentId);
    await this.unitOfWork.run(async (tx) => {
      const saved = await tx.query<{ patient_id: string }>(
        `update appointment set visit_reason_cipher = $2
          where id = $1 and status in ('pending', 'booked', 'arrived') and date >= $3 returning patient_id`,
        [
          appointmentId,
          this.kernelContext.secrets.encryptOptional(reason),
          this.kernelContext.clock.today(),
        ],
      );
      if (!saved[0]) throw new AppError('INVALID_STATE');
      await this.audit.record(
        actor,
        {
          action: 'appointment.describe',
          resourceKind: 'appointment',
          resourceId: appointmentId,
          patientId: saved[0].patient_id,
        },
        tx,
      );
    });
  }
}
