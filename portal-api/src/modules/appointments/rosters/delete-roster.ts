import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Audit, UnitOfWork, type Actor, type Tx } from '../../../kernel';
import { EndWaitlistOf } from '../waitlist/end-waitlist-of';
import { ownedByHospital } from './owned-by-hospital';
import { RosterLocks } from './locked-roster';

/** Removes a roster nobody has booked, suspended or waited at; any other can only be closed. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DeleteRoster {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  rosterLocks: RosterLocks;
  @Inject()
  endWaitlistOf: EndWaitlistOf;

  async run(actor: Actor, rosterId: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const roster = await this.rosterLocks.roster(tx, actor, 'roster.delete', rosterId);
      if (roster.is_from_hospital) throw ownedByHospital();
      await this.rosterLocks.places(tx, rosterId);
      const booked = await tx.query(
        `with s as (select id from slot where roster_id = $1)
         select 1 from appointment where slot_id in (select id from s)
         union all select 1 from hold where slot_id in (select id from s)
         union all select 1 from reschedule where from_slot_id in (select id from s)
         union all select 1 from reschedule where to_slot_id in (select id from s)
         union all select 1 from suspension_roster where roster_id = $1
         union all select 1 from queue_change where roster_id = $1
         limit 1`,
        [rosterId],
      );
      if (booked.length > 0) {
        throw new AppError('ROSTER_HAS_APPOINTMENTS', {
          message: '这次出诊已有预约、停诊或候诊记录，不能删除，可以改为停诊',
        });
      }
      await this.requireNothingOffered(tx, rosterId);
      await this.endWaitlistOf.run(tx, actor, [rosterId], '医生取消了这次出诊');
      await tx.query(`delete from roster where id = $1`, [rosterId]);
      await this.audit.record(
        actor,
        {
          action: 'roster.delete',
          resourceKind: 'roster',
          resourceId: rosterId,
          detail: { doctorId: roster.doctor_id, date: roster.date, period: roster.period },
        },
        tx,
      );
    });
  }

  /** A place that is being offered is as good as booked. */
  private async requireNothingOffered(tx: Tx, rosterId: string): Promise<void> {
    const offered = await tx.query(
      `select 1 from place join slot on slot.id = place.slot_id
        where slot.roster_id = $1 and place.state = 'offered' limit 1`,
      [rosterId],
    );
    if (offered.length === 0) return;
    throw new AppError('ROSTER_HAS_APPOINTMENTS', {
      message: '有号正为候补的患者保留，暂时不能删除',
    });
  }
}
