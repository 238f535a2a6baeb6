import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CreditAppealState, RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Audit, KernelContext, Outbox, UnitOfWork, type Actor } from '../../../kernel';
import { appealStates } from './appeal.states';
import { CreditAppeals } from './credit-appeals';
import { CreditStanding } from './credit-standing';

/** Decides an appeal once. Upheld, the mark counts no more and a suspension that rested on it ends. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DecideCreditAppeal {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  creditAppeals: CreditAppeals;
  @Inject()
  creditStanding: CreditStanding;

  /** @throws NOT_FOUND, VERSION_CONFLICT, INVALID_STATE when it is decided already */
  async run(
    actor: Actor,
    { params: { appealId }, body }: RequestOf<'decideCreditAppeal'>,
  ): Promise<ResponseOf<'decideCreditAppeal'>> {
    const { staff, row } = await this.creditAppeals.require(actor, 'credit.update', appealId);
    const { patient_id: patientId, id: eventId } = row;
    await this.unitOfWork.run(async (tx) => {
      const now = this.kernelContext.clock.now();
      const [appeal] = await tx.query<{ state: CreditAppealState; version: number }>(
        `select state, version from credit_appeal where id = $1 for update`,
        [appealId],
      );
      if (!appeal) throw new AppError('NOT_FOUND');
      if (appeal.version !== body.version) throw new AppError('VERSION_CONFLICT');
      if (!appealStates.canMove(appeal.state, body.decision)) throw new AppError('INVALID_STATE');
      await tx.query(
        `update credit_appeal set state = $2, answer = $3, decided_at = $4, decided_by = $5, version = version + 1
          where id = $1`,
        [appealId, body.decision, body.answer, now, staff.staffId],
      );
      if (body.decision === 'upheld') {
        await tx.query(
          `update credit_event set excused_at = $2, excused_as = 'appeal' where id = $1 and excused_at is null`,
          [eventId, now],
        );
        await this.creditStanding.recompute(tx, patientId);
      }
      await this.audit.record(
        staff,
        {
          action: 'credit.decide',
          resourceKind: 'credit',
          resourceId: appealId,
          patientId,
          reason: body.answer,
          detail: { decision: body.decision },
        },
        tx,
      );
      await this.outbox.append(tx, 'credit.appeal-decided', { appealId });
    });
    const { row: decided } = await this.creditAppeals.require(actor, 'credit.update', appealId);
    return this.creditAppeals.presentOne(staff, decided);
  }
}
