import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Audit, KernelContext, UnitOfWork, type Actor, type Tx } from '../../../kernel';
import { FreedPlaces } from '../places';
import { EndEntry, type LockedEntry } from './end-entry';
import { MyWaitlist } from './my-waitlist';

type Mine = ResponseOf<'getMyWaitlistEntry'>;

/** A patient passes an offer on, or leaves the waitlist. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AnswerWaitlist {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  endEntry: EndEntry;
  @Inject()
  myWaitlist: MyWaitlist;

  /** @throws OFFER_EXPIRED when there is no such offer any more */
  async decline(actor: Actor, entryId: string, offerId: string): Promise<Mine> {
    await this.myWaitlist.requireMine(actor, entryId);
    await this.unitOfWork.run(async (tx) => {
      const locked = await this.lock(tx, entryId);
      const now = this.kernelContext.clock.now();
      const isOpen = locked.offer?.id === offerId && locked.offer.expires_at > now;
      if (!isOpen) throw new AppError('OFFER_EXPIRED');
      await this.freedPlaces.passOn(tx, await this.endEntry.passOn(tx, locked, 'declined'));
      await this.record(tx, actor, locked, 'waitlist.decline');
    });
    return this.myWaitlist.get(actor, entryId);
  }

  /** @throws INVALID_STATE when it is over already */
  async leave(actor: Actor, entryId: string): Promise<Mine> {
    await this.myWaitlist.requireMine(actor, entryId);
    await this.unitOfWork.run(async (tx) => {
      const locked = await this.lock(tx, entryId);
      await this.withdraw(tx, actor, locked, { action: 'waitlist.leave', detail: '患者退出候补' });
    });
    return this.myWaitlist.get(actor, entryId);
  }

  /** Takes an entry off the waitlist; an open offer goes to the next. @throws INVALID_STATE */
  async withdraw(
    tx: Tx,
    actor: Actor,
    locked: LockedEntry,
    { action, detail, reason }: { action: string; detail: string; reason?: string },
  ): Promise<void> {
    const { state } = locked.entry;
    if (state !== 'waiting' && state !== 'offered') throw new AppError('INVALID_STATE');
    const freed = await this.endEntry.end(tx, locked, 'withdrawn', detail);
    await this.freedPlaces.passOn(tx, freed);
    await this.record(tx, actor, locked, action, reason);
  }

  async lock(tx: Tx, entryId: string): Promise<LockedEntry> {
    const locked = await this.endEntry.lock(tx, entryId);
    if (!locked) throw new AppError('NOT_FOUND');
    return locked;
  }

  private record(
    tx: Tx,
    actor: Actor,
    { entry }: LockedEntry,
    action: string,
    reason?: string,
  ): Promise<void> {
    return this.audit.record(
      actor,
      {
        action,
        resourceKind: 'waitlist',
        resourceId: entry.id,
        patientId: entry.patient_id,
        ...(reason === undefined ? {} : { reason }),
      },
      tx,
    );
  }
}
