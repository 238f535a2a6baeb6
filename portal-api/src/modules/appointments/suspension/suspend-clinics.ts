import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { systemActor, type Actor, type Tx } from '../../../kernel';
import { Appointments, type LockedAppointment } from '../ending/appointment.repository';
import { EndAppointment } from '../ending/end-appointment';
import { FreedPlaces } from '../places';
import { LeaveQueue } from '../queue/leave-queue';
import { AbandonMove } from '../rescheduling/abandon-move';

/** What a clinic had when it was suspended. */
export interface TakenVisit {
  id: string;
  status: LockedAppointment['status'];
  rosterId: string;
}

/** The live visits of clinics, and those that wait to be moved there. */
interface LockedVisits {
  visits: TakenVisit[];
  arriving: { id: string; patient_id: string }[];
}

/**
 * Takes clinics out of reach, so that nothing slips through beside it: a claim reads whether a slot is
 * closed from a snapshot, yet it must lock a free place, and here the places are closed one by one. What
 * was claimed before that is committed by then and seen; what comes later finds no place.
 *
 * Lock order: rosters → free places → appointments → all places. Whoever has an appointment waits only
 * for the place of that appointment, which is not free.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SuspendClinics {
  @Inject()
  appointments: Appointments;
  @Inject()
  endAppointment: EndAppointment;
  @Inject()
  abandonMove: AbandonMove;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  leaveQueue: LeaveQueue;

  /** With the rosters locked. @returns the live visits, locked */
  async close(tx: Tx, rosterIds: readonly string[]): Promise<LockedVisits> {
    await tx.query(`update roster set is_closed = true, version = version + 1 where id = any($1)`, [
      rosterIds,
    ]);
    await tx.query(`update slot set is_closed = true where roster_id = any($1)`, [rosterIds]);
    await this.closePlaces(tx, rosterIds, `and place.state = 'free'`);
    await this.lockVisits(tx, rosterIds);
    // A place that came free between the two, and a claim that took it, end here.
    await this.closePlaces(tx, rosterIds, '');
    return this.lockVisits(tx, rosterIds);
  }

  /**
   * A place that somebody is paying for is given up, for a booking as for a move; money that comes
   * nevertheless goes back.
   */
  async endHolds(tx: Tx, { visits, arriving }: LockedVisits): Promise<void> {
    const actor = systemActor('suspend-clinic');
    for (const { id, status } of visits) {
      const appointment = status === 'pending' && (await this.appointments.read(tx, id));
      if (!appointment) continue;
      await this.endAppointment.run(tx, actor, appointment, {
        action: 'appointment.cancel',
        by: 'system',
        reason: 'clinic-suspended',
        note: '',
      });
    }
    for (const visit of arriving) {
      await this.freedPlaces.settle(tx, await this.abandonMove.run(tx, actor, visit));
    }
  }

  /** Who has checked in and was not seen stands in no queue any more, and may be moved like the others. */
  async takeBackArrivals(tx: Tx, actor: Actor, rosterIds: readonly string[]): Promise<void> {
    const waiting = await tx.query<{ id: string }>(
      `select a.id from appointment a join slot s on s.id = a.slot_id
        where s.roster_id = any($1) and a.status = 'arrived'
          and not exists (select 1 from queue_entry e where e.appointment_id = a.id
                            and (e.state in ('in-visit', 'done') or e.roster_id <> all($1)))
        order by a.id`,
      [rosterIds],
    );
    for (const { id } of waiting) {
      await this.leaveQueue.run(tx, actor, id);
      await this.appointments.move(tx, id, 'booked');
    }
  }

  /** In the order in which rosters and the sweep of holds lock them. */
  private async closePlaces(
    tx: Tx,
    rosterIds: readonly string[],
    condition: string,
  ): Promise<void> {
    await tx.query(
      `select 1 from place join slot on slot.id = place.slot_id
        where slot.roster_id = any($1) ${condition}
        order by slot.roster_id, slot.starts_at, place.number for update of place`,
      [rosterIds],
    );
    await tx.query(
      `update place set state = 'closed' from slot
        where slot.id = place.slot_id and slot.roster_id = any($1) and place.state = 'free'`,
      [rosterIds],
    );
  }

  private async lockVisits(tx: Tx, rosterIds: readonly string[]): Promise<LockedVisits> {
    const rows = await tx.query<{
      id: string;
      status: LockedAppointment['status'];
      roster_id: string;
    }>(
      `select a.id, a.status, s.roster_id from appointment a join slot s on s.id = a.slot_id
        where s.roster_id = any($1) and a.status in ('pending', 'booked', 'arrived')
        order by a.id for update of a`,
      [rosterIds],
    );
    const arriving = await tx.query<{ id: string; patient_id: string }>(
      `select a.id, a.patient_id from reschedule m
         join slot s on s.id = m.to_slot_id join appointment a on a.id = m.appointment_id
        where s.roster_id = any($1) and m.state = 'awaiting-payment' order by a.id for update of a`,
      [rosterIds],
    );
    const visits = rows.map((row) => ({
      id: row.id,
      status: row.status,
      rosterId: row.roster_id,
    }));
    return { visits, arriving };
  }
}
