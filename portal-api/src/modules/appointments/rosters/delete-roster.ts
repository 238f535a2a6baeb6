import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Audit, UnitOfWork, type Actor } from '../../../kernel';
import { RosterLocks } from './locked-roster';

/** Removes a roster nobody has booked; a booked one can only be closed. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DeleteRoster {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  rosterLocks: RosterLocks;

  async run(actor: Actor, rosterId: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const roster = await this.rosterLocks.roster(tx, actor, 'roster.delete', rosterId);
      await this.rosterLocks.places(tx, rosterId);
      const booked = await tx.query(
        `select 1 from appointment join slot on slot.id = appointment.slot_id
         where slot.roster_id = $1 limit 1`,
        [rosterId],
      );
      if (booked.length > 0) {
        throw new AppError('ROSTER_HAS_APPOINTMENTS', {
          message: '这次出诊已有预约记录，不能删除，可以改为停诊',
        });
      }
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
}
