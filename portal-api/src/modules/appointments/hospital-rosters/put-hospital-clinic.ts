import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  Audit,
  chineseDay,
  KernelContext,
  localTimeOf,
  newId,
  type Actor,
  type Tx,
} from '../../../kernel';
import { FreedPlaces } from '../places';
import { explainClashes } from '../rosters/explain-clashes';
import { RosterLocks } from '../rosters/locked-roster';
import { ReleaseRule } from '../rosters/release-rule';
import { periodNames } from '../rosters/roster-plan';
import type { HospitalClinic, HospitalDifference, HospitalRosterOutcome } from './hospital-clinic';
import { HospitalRosterStore, type HospitalRosterRow } from './hospital-roster-store';
import { isNothing, planPlaces, type PlacesPlan } from './plan-places';

/** A day without an end is one that begins and ends at midnight. */
const lastMinute = '23:59';

/**
 * Makes a clinic what the hospital's own system says it is. Who has a place keeps it; where the hospital has
 * none for them a person decides.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PutHospitalClinic {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  rosterLocks: RosterLocks;
  @Inject()
  releaseRule: ReleaseRule;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  hospitalRosterStore: HospitalRosterStore;

  /** @param rosterId what it became before; null: it is new */
  async run(
    tx: Tx,
    actor: Actor,
    rosterId: string | null,
    clinic: HospitalClinic,
  ): Promise<HospitalRosterOutcome> {
    const found = await this.hospitalRosterStore.find(tx, rosterId, clinic);
    const isTakenOver = found?.is_from_hospital === true && found.id !== rosterId;
    if (isTakenOver && (await this.isAnothers(tx, found))) {
      return differs({ ...this.sidesOf(clinic, '医院的另一份排班已占用这个时段'), rosterId: null });
    }
    if (!found && clinic.slots.every(({ places }) => places === 0)) {
      return { kind: 'taken', rosterId: null };
    }
    const id = found?.id ?? newId(this.kernelContext.clock.now());
    const clash = await this.clash(tx, id, clinic);
    if (clash !== null) {
      return differs({ ...this.sidesOf(clinic, clash), rosterId: found?.id ?? null });
    }
    const roster = found ?? (await this.insert(tx, id, clinic));
    const plan = await this.plan(tx, roster, clinic);
    await this.write(tx, actor, roster, clinic, { plan, isNew: !found });
    // What a person has closed is being taken care of.
    const outcome: HospitalRosterOutcome =
      plan.oversold.length === 0 || roster.is_closed
        ? { kind: 'taken', rosterId: id }
        : differs({ ...this.oversold(clinic, plan), rosterId: id });
    return { ...outcome, isTakenOver };
  }

  /** Another schedule of theirs still takes place there; what was withdrawn is free for one made anew. */
  private async isAnothers(tx: Tx, roster: HospitalRosterRow): Promise<boolean> {
    if (roster.is_closed) return true;
    const slots = await this.hospitalRosterStore.slots(tx, roster.id);
    const now = this.kernelContext.clock.now();
    return slots.some((slot) => !slot.is_closed && slot.starts_at > now);
  }

  private async plan(
    tx: Tx,
    roster: HospitalRosterRow,
    clinic: HospitalClinic,
  ): Promise<PlacesPlan> {
    const now = this.kernelContext.clock.now();
    const before = {
      places: await this.rosterLocks.places(tx, roster.id),
      slots: await this.hospitalRosterStore.slots(tx, roster.id),
      isClosed: roster.is_closed,
    };
    return planPlaces(before, clinic.slots, now, () => newId(now));
  }

  private async write(
    tx: Tx,
    actor: Actor,
    roster: HospitalRosterRow,
    clinic: HospitalClinic,
    { plan, isNew }: { plan: PlacesPlan; isNew: boolean },
  ): Promise<void> {
    const { startTime, endTime } = timesOf(clinic);
    const isShaped = roster.start_time === startTime && roster.end_time === endTime;
    if (!isNew && roster.is_from_hospital && isShaped && isNothing(plan)) return;
    const freed = await this.hospitalRosterStore.apply(tx, roster, plan);
    const most = Math.max(...clinic.slots.map(({ places }) => places));
    await tx.query(
      `update roster set start_time = $2, end_time = $3, slot_minutes = $4, shared_capacity = $5,
         wechat_capacity = 0, phone_capacity = 0, desk_capacity = 0, is_from_hospital = true, version = version + 1
        where id = $1`,
      [roster.id, startTime, endTime, slotMinutes(clinic), most],
    );
    // Which way a place is sold is the hospital's to say, and it does not.
    await tx.query(
      `update place set channel = 'any' from slot where slot.id = place.slot_id and slot.roster_id = $1
          and place.channel <> 'any' and place.state in ('free', 'closed')`,
      [roster.id],
    );
    const { doctorId, date, period } = clinic;
    await this.audit.record(
      actor,
      {
        action: isNew ? 'roster.create' : 'roster.update',
        resourceKind: 'roster',
        resourceId: roster.id,
        detail: { doctorId, date, period },
      },
      tx,
    );
    await this.freedPlaces.settle(tx, freed);
  }

  private async insert(tx: Tx, id: string, clinic: HospitalClinic): Promise<HospitalRosterRow> {
    const { startTime, endTime } = timesOf(clinic);
    const releaseAt = (await this.releaseRule.inForce())(clinic.date);
    const [row] = await tx.query<HospitalRosterRow>(
      `insert into roster (id, doctor_id, department_id, branch_id, date, period, start_time, end_time, slot_minutes,
         shared_capacity, wechat_capacity, phone_capacity, desk_capacity, service_id, fee_fen, release_at,
         is_from_hospital)
       select $1, doctor.id, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, service.id, service.price_fen, $10, true
         from doctor join service on service.id = doctor.default_service_id where doctor.id = $2
       returning id, doctor_id, department_id, branch_id, date::text, period,
         to_char(start_time, 'HH24:MI') as start_time, to_char(end_time, 'HH24:MI') as end_time,
         fee_fen, release_at, is_closed, is_from_hospital`,
      [
        id,
        clinic.doctorId,
        clinic.departmentId,
        clinic.branchId,
        clinic.date,
        clinic.period,
        startTime,
        endTime,
        slotMinutes(clinic),
        releaseAt,
      ],
    );
    return row!;
  }

  /** In words; null: nothing stands in the way. */
  private async clash(tx: Tx, id: string, clinic: HospitalClinic): Promise<string | null> {
    const { doctorId, branchId, date, period } = clinic;
    const placement = { id, doctorId, branchId, date, period, ...timesOf(clinic), room: '' };
    return (await explainClashes(tx, [placement])).get(id) ?? null;
  }

  private oversold(clinic: HospitalClinic, { oversold }: PlacesPlan) {
    const lines = oversold.map(
      ({ startsAt, taken, places }) => `${localTimeOf(startsAt)} 已约 ${taken}、医院 ${places}`,
    );
    const patients = oversold.reduce((sum, { taken, places }) => sum + taken - places, 0);
    const isWhole = clinic.slots.every(({ places }) => places === 0);
    return { ...this.sidesOf(clinic, lines.join('；')), patients, isWhole };
  }

  private sidesOf(clinic: HospitalClinic, ours: string): HospitalDifference {
    const { date, period, slots } = clinic;
    const { startTime, endTime } = timesOf(clinic);
    const places = slots.reduce((sum, slot) => sum + slot.places, 0);
    const when = `${chineseDay(date)}${periodNames[period]} ${startTime}–${endTime}`;
    return { rosterId: null, patients: 0, ours, theirs: `${when}，${places} 个号`, isWhole: false };
  }
}

function differs(difference: HospitalDifference): HospitalRosterOutcome {
  return { kind: 'differs', difference };
}

function timesOf({ slots }: HospitalClinic): { startTime: string; endTime: string } {
  const startTime = localTimeOf(slots[0]!.startsAt);
  const last = slots.reduce((end, { endsAt }) => (endsAt > end ? endsAt : end), slots[0]!.endsAt);
  const endTime = localTimeOf(last);
  return { startTime, endTime: endTime > startTime ? endTime : lastMinute };
}

function slotMinutes({ slots }: HospitalClinic): number {
  const [first] = slots;
  return Math.max(1, Math.round((first!.endsAt.getTime() - first!.startsAt.getTime()) / 60_000));
}
