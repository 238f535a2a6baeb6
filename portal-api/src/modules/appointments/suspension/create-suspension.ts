import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  addMinutes,
  AppError,
  Audit,
  fieldError,
  KernelContext,
  newId,
  Outbox,
  Settings,
  UnitOfWork,
  type Actor,
  type StaffActor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../../identity';
import { RosterLocks, type LockedRoster } from '../rosters/locked-roster';
import { EndWaitlistOf } from '../waitlist/end-waitlist-of';
import { AffectedClinics } from './affected-clinics';
import { ReadSuspensions } from './read-suspensions';
import { SuspendClinics, type TakenVisit } from './suspend-clinics';
import { answerHoursBefore, answerMinutesAtLeast } from './suspension.settings';

type Wish = RequestOf<'createSuspension'>['body'];

/**
 * 停诊: closes clinics, ends what was held or waited for, and opens a case for everybody who is booked;
 * all of it in one transaction. Each case tells its patient by an event of its own.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreateSuspension {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  policy: Policy;
  @Inject()
  rosterLocks: RosterLocks;
  @Inject()
  affectedClinics: AffectedClinics;
  @Inject()
  suspendClinics: SuspendClinics;
  @Inject()
  endWaitlistOf: EndWaitlistOf;
  @Inject()
  readSuspensions: ReadSuspensions;

  /** @throws NOT_FOUND, CLINIC_SUSPENDED when one is suspended already, INVALID_STATE when one is over */
  async run(actor: Actor, wish: Wish): Promise<ResponseOf<'createSuspension'>> {
    const staff = this.policy.require(actor, 'roster.update');
    const rosterIds = [...new Set(wish.rosterIds)].sort();
    const suspensionId = newId(this.kernelContext.clock.now());
    await this.unitOfWork.run(async (tx) => {
      const rosters = await this.lockRosters(tx, staff, rosterIds);
      await this.requireSuspendable(tx, rosterIds);
      const clinics = await this.affectedClinics.of(rosterIds);
      const taken = await this.suspendClinics.close(tx, rosterIds);
      await this.insert(tx, staff, suspensionId, rosters[0]!.branch_id, wish);
      const waiting = new Map(clinics.map((clinic) => [clinic.rosterId, clinic.waiting]));
      await this.insertClinics(tx, suspensionId, rosterIds, taken.visits, waiting);
      await this.suspendClinics.endHolds(tx, taken);
      await this.suspendClinics.takeBackArrivals(tx, staff, rosterIds);
      await this.endWaitlistOf.run(tx, staff, rosterIds);
      const cases = await this.openCases(tx, staff, suspensionId, rosterIds);
      await this.record(tx, staff, suspensionId, rosterIds, cases.length);
      for (const caseId of cases) {
        await this.outbox.append(tx, 'clinic.suspended', { suspensionId, caseId });
      }
    });
    return this.readSuspensions.afterwards(suspensionId);
  }

  private async lockRosters(
    tx: Tx,
    staff: StaffActor,
    rosterIds: readonly string[],
  ): Promise<LockedRoster[]> {
    const rosters: LockedRoster[] = [];
    for (const id of rosterIds) {
      rosters.push(await this.rosterLocks.roster(tx, staff, 'roster.update', id));
    }
    if (new Set(rosters.map((roster) => roster.branch_id)).size > 1) {
      throw fieldError('body.rosterIds', '请一次只选择一个院区的班次');
    }
    return rosters;
  }

  private async requireSuspendable(tx: Tx, rosterIds: readonly string[]): Promise<void> {
    const [found] = await tx.query<{ is_suspended: boolean; is_over: boolean }>(
      `select coalesce(bool_or(exists (select 1 from suspension_roster sr
           where sr.roster_id = r.id and sr.reopened_at is null)), false) as is_suspended,
         coalesce(bool_or(not exists (select 1 from slot s
           where s.roster_id = r.id and s.ends_at > $2)), false) as is_over
       from roster r where r.id = any($1)`,
      [rosterIds, this.kernelContext.clock.now()],
    );
    if (found?.is_suspended) throw new AppError('CLINIC_SUSPENDED');
    if (found?.is_over) {
      throw new AppError('INVALID_STATE', { message: '已结束的班次不能停诊' });
    }
  }

  private async insert(
    tx: Tx,
    staff: StaffActor,
    id: string,
    branchId: string,
    wish: Wish,
  ): Promise<void> {
    await tx.query(
      `insert into clinic_suspension (id, state, reason, note, branch_id, created_at, created_by)
       values ($1, 'open', $2, $3, $4, $5, $6)`,
      [id, wish.reason, wish.note, branchId, this.kernelContext.clock.now(), staff.staffId],
    );
  }

  private async insertClinics(
    tx: Tx,
    suspensionId: string,
    rosterIds: readonly string[],
    visits: readonly TakenVisit[],
    waiting: ReadonlyMap<string, number>,
  ): Promise<void> {
    const count = (rosterId: string, isHeld: boolean) =>
      visits.filter(
        (visit) => visit.rosterId === rosterId && (visit.status === 'pending') === isHeld,
      ).length;
    await tx.query(
      `insert into suspension_roster (suspension_id, roster_id, booked, held, waiting)
       select $1, * from unnest($2::uuid[], $3::int[], $4::int[], $5::int[])`,
      [
        suspensionId,
        rosterIds,
        rosterIds.map((id) => count(id, false)),
        rosterIds.map((id) => count(id, true)),
        rosterIds.map((id) => waiting.get(id) ?? 0),
      ],
    );
  }

  /** @returns the ids of the cases, one for every visit that has not begun */
  private async openCases(
    tx: Tx,
    staff: StaffActor,
    suspensionId: string,
    rosterIds: readonly string[],
  ): Promise<string[]> {
    const now = this.kernelContext.clock.now();
    const ids = await this.markVisits(tx, staff, rosterIds);
    const cases = ids.map(() => newId(now));
    const before = await this.settings.get(answerHoursBefore);
    const atLeast = addMinutes(now, await this.settings.get(answerMinutesAtLeast));
    await tx.query(
      `insert into suspension_case (id, suspension_id, appointment_id, patient_id, doctor_id, department_id,
         branch_id, starts_at, state, answer_before, created_at, told_at)
       select opened.id, $2, a.id, a.patient_id, a.doctor_id, a.department_id, a.branch_id, a.starts_at, 'told',
         greatest((select min(f.starts_at) from slot f where f.roster_id = s.roster_id) - make_interval(hours => $4), $5),
         $6, $6
       from unnest($1::uuid[], $3::uuid[]) as opened (id, appointment_id)
       join appointment a on a.id = opened.appointment_id
       join slot s on s.id = a.slot_id`,
      [cases, suspensionId, ids, before, atLeast, now],
    );
    return cases;
  }

  private async markVisits(
    tx: Tx,
    staff: StaffActor,
    rosterIds: readonly string[],
  ): Promise<string[]> {
    const marked = await tx.query<{ id: string; patient_id: string }>(
      `update appointment a set is_suspended = true, version = a.version + 1 from slot s
        where s.id = a.slot_id and s.roster_id = any($1) and a.status = 'booked'
       returning a.id, a.patient_id`,
      [rosterIds],
    );
    for (const { id, patient_id: patientId } of marked) {
      const what = { action: 'appointment.suspend', resourceKind: 'appointment' };
      await this.audit.record(staff, { ...what, resourceId: id, patientId }, tx);
    }
    return marked.map((row) => row.id).sort();
  }

  private async record(
    tx: Tx,
    staff: StaffActor,
    suspensionId: string,
    rosterIds: readonly string[],
    cases: number,
  ): Promise<void> {
    await this.audit.record(
      staff,
      {
        action: 'suspension.create',
        resourceKind: 'suspension',
        resourceId: suspensionId,
        detail: { rosterIds, cases },
      },
      tx,
    );
  }
}
