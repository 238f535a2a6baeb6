import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { systemActor, UnitOfWork, type Clock, type RecurringJob } from '../../../kernel';
import { FreedPlaces, type FreedPlace } from '../places';
import { AbandonMove } from './abandon-move';

const batch = 50;

/** Gives back places that were kept for a move whose difference nobody paid; the visits stay where they are. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ExpireMoves implements RecurringJob {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  abandonMove: AbandonMove;

  async run(clock: Clock): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query<{ id: string; patient_id: string }>(
        `select a.id, a.patient_id from reschedule r join appointment a on a.id = r.appointment_id
          where r.state = 'awaiting-payment' and r.expires_at <= $1
          order by r.expires_at limit $2 for update of a skip locked`,
        [clock.now(), batch],
        'moves-due',
      );
      const freed: FreedPlace[] = [];
      for (const appointment of due) {
        const actor = systemActor('expire-moves');
        freed.push(...(await this.abandonMove.run(tx, actor, appointment, 'expired')));
      }
      await this.freedPlaces.settle(tx, freed);
      return due.length;
    });
  }
}
