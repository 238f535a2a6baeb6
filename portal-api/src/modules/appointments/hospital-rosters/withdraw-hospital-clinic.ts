import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit, chineseDay, KernelContext, newId, type Actor, type Tx } from '../../../kernel';
import { RosterLocks } from '../rosters/locked-roster';
import { periodNames } from '../rosters/roster-plan';
import { EndWaitlistOf } from '../waitlist/end-waitlist-of';
import type { HospitalRosterOutcome } from './hospital-clinic';
import { HospitalRosterStore, type HospitalRosterRow } from './hospital-roster-store';
import { planPlaces } from './plan-places';

const lookup = `select r.id, r.doctor_id, r.department_id, r.branch_id, r.date::text, r.period,
    to_char(r.start_time, 'HH24:MI') as start_time, to_char(r.end_time, 'HH24:MI') as end_time,
    r.fee_fen, r.release_at, r.is_closed, r.is_from_hospital
  from roster r where r.id = $1 for update`;

/**
 * A clinic is no more at the hospital. Nothing of it is sold any longer; one that nobody has a place of
 * goes, and where patients are booked a person decides whether it is suspended.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WithdrawHospitalClinic {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  rosterLocks: RosterLocks;
  @Inject()
  endWaitlistOf: EndWaitlistOf;
  @Inject()
  hospitalRosterStore: HospitalRosterStore;

  async run(tx: Tx, actor: Actor, rosterId: string): Promise<HospitalRosterOutcome> {
    const [roster] = await tx.query<HospitalRosterRow>(lookup, [rosterId]);
    if (!roster) return { kind: 'taken', rosterId: null };
    const now = this.kernelContext.clock.now();
    const slots = await this.hospitalRosterStore.slots(tx, rosterId);
    if (slots.every((slot) => slot.ends_at <= now)) return { kind: 'taken', rosterId };
    await this.endWaiting(tx, actor, rosterId, now);
    const places = await this.rosterLocks.places(tx, rosterId);
    const before = { slots, places, isClosed: roster.is_closed };
    const plan = planPlaces(before, [], now, () => newId(now));
    await this.hospitalRosterStore.apply(tx, roster, plan);
    const isDeleted = await this.deleteEmpty(tx, rosterId);
    if (isDeleted || plan.goneSlots.length > 0 || plan.slots.length > 0) {
      await this.record(tx, actor, roster, isDeleted ? 'roster.delete' : 'roster.close');
    }
    const patients = plan.oversold.reduce((sum, { taken }) => sum + taken, 0);
    // Who was told of a suspension is being taken care of already.
    if (patients === 0 || (await this.isSuspended(tx, rosterId))) {
      return { kind: 'taken', rosterId: isDeleted ? null : rosterId };
    }
    const when = `${chineseDay(roster.date)}${periodNames[roster.period]}`;
    return {
      kind: 'differs',
      difference: {
        rosterId,
        patients,
        ours: `${when}出诊，已约 ${patients} 人`,
        theirs: '已取消这次出诊',
        isWhole: true,
      },
    };
  }

  /** Closed first, so that what comes back from those who wait goes to nobody. */
  private async endWaiting(tx: Tx, actor: Actor, rosterId: string, now: Date): Promise<void> {
    await this.rosterLocks.places(tx, rosterId);
    await tx.query(`update slot set is_closed = true where roster_id = $1 and starts_at > $2`, [
      rosterId,
      now,
    ]);
    await this.endWaitlistOf.run(tx, actor, [rosterId], '医院取消了这次出诊');
  }

  /** One to which patients were sent, or which was suspended, stays: its history names it. */
  private async deleteEmpty(tx: Tx, rosterId: string): Promise<boolean> {
    const deleted = await tx.query(
      `delete from roster r where r.id = $1 and not exists (select 1 from slot where roster_id = r.id)
          and not exists (select 1 from suspension_roster where roster_id = r.id)
          and not exists (select 1 from queue_change where roster_id = r.id) returning r.id`,
      [rosterId],
    );
    return deleted.length > 0;
  }

  private async isSuspended(tx: Tx, rosterId: string): Promise<boolean> {
    const found = await tx.query(
      `select 1 from suspension_roster where roster_id = $1 and reopened_at is null`,
      [rosterId],
    );
    return found.length > 0;
  }

  private async record(
    tx: Tx,
    actor: Actor,
    { id, doctor_id: doctorId, date, period }: HospitalRosterRow,
    action: 'roster.delete' | 'roster.close',
  ): Promise<void> {
    const what = { action, resourceKind: 'roster', resourceId: id };
    await this.audit.record(actor, { ...what, detail: { doctorId, date, period } }, tx);
  }
}
