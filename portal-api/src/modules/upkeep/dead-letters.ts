import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  decodeMomentCursor,
  pageFrom,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../kernel';
import { FailedDeliveries } from '../delivery';
import { Policy } from '../identity';
import { idsOfEvent, presentFailedDelivery, presentFailedEvent } from './dead-letter.presenter';
import { FailedEvents } from './failed-events';

type Which = RequestOf<'requeueDeadLetter'>['params'];

/** What is written down of a letter that was dealt with. */
interface Settled {
  patientId: string | null;
  ids: Record<string, string>;
}

/** What failed for good: to be looked at, tried again, or laid aside. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DeadLetters {
  @Inject()
  policy: Policy;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  failedEvents: FailedEvents;
  @Inject()
  failedDeliveries: FailedDeliveries;

  async list(
    actor: Actor,
    { kind, cursor, limit }: RequestOf<'listDeadLetters'>['query'],
  ): Promise<ResponseOf<'listDeadLetters'>> {
    this.policy.require(actor, 'settings.display');
    const after = decodeMomentCursor(cursor);
    if (kind === 'event') {
      const rows = await this.failedEvents.list(after, limit + 1);
      return pageFrom(
        rows,
        limit,
        (row) => [row.failed_at.toISOString(), row.id],
        presentFailedEvent,
      );
    }
    const rows = await this.failedDeliveries.list(after, limit + 1);
    return pageFrom(
      rows,
      limit,
      (row) => [row.created_at.toISOString(), row.id],
      presentFailedDelivery,
    );
  }

  /** @throws NOT_FOUND when somebody dealt with it before */
  async requeue(actor: Actor, which: Which): Promise<void> {
    this.policy.require(actor, 'settings.update');
    await this.settle(actor, which, 'requeue', null, (tx) => this.sendBack(tx, which));
  }

  /** @throws NOT_FOUND when somebody dealt with it before */
  async discard(actor: Actor, which: Which, reason: string): Promise<void> {
    this.policy.require(actor, 'settings.update');
    await this.settle(actor, which, 'discard', reason, (tx) => this.layAside(tx, which));
  }

  private async settle(
    actor: Actor,
    { kind, deadLetterId }: Which,
    verb: 'requeue' | 'discard',
    reason: string | null,
    work: (tx: Tx) => Promise<Settled | null>,
  ): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const settled = await work(tx);
      if (!settled) throw new AppError('NOT_FOUND');
      await this.audit.record(
        actor,
        {
          action: `dead-letter.${verb}`,
          resourceKind: kind,
          resourceId: deadLetterId,
          patientId: settled.patientId,
          reason,
          detail: settled.ids,
        },
        tx,
      );
    });
  }

  private async sendBack(tx: Tx, { kind, deadLetterId }: Which): Promise<Settled | null> {
    if (kind === 'event') {
      const letter = await this.failedEvents.requeue(tx, deadLetterId);
      return letter && { patientId: null, ids: idsOfEvent(letter) };
    }
    const again = await this.failedDeliveries.requeue(tx, deadLetterId);
    return again && { patientId: again.patientId, ids: { deliveryId: again.id } };
  }

  private async layAside(tx: Tx, { kind, deadLetterId }: Which): Promise<Settled | null> {
    if (kind === 'event') {
      const letter = await this.failedEvents.discard(tx, deadLetterId);
      return letter && { patientId: null, ids: idsOfEvent(letter) };
    }
    const aside = await this.failedDeliveries.discard(tx, deadLetterId);
    return aside && { patientId: aside.patientId, ids: {} };
  }
}
