import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Channel } from '@suizhen/contract';
import {
  addMinutes,
  AppError,
  Audit,
  KernelContext,
  newCode,
  newId,
  Outbox,
  Settings,
  violatedConstraint,
  type Actor,
  type Tx,
} from '../../../kernel';
import { exclusivity, holdMinutes } from '../appointment.settings';
import { exclusivityKeySql } from '../booking/exclusivity-key';
import { HospitalConfirmations } from '../number-source/hospital-confirmations';
import { placeStates } from '../place.states';
import { EndEntry } from './end-entry';
import { Waitlist, type Entry, type Offer } from './waitlist.repository';

export interface Taking {
  entryId: string;
  offerId: string;
  /** `hold`: kept while it is paid online. `book`: theirs, to be paid at the desk or free of charge. */
  as: 'hold' | 'book';
  channel: Channel;
}

/** Turns an offered place into an appointment, in the caller's transaction. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeOffer {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  endEntry: EndEntry;
  @Inject()
  waitlist: Waitlist;
  @Inject()
  hospitalConfirmations: HospitalConfirmations;

  /**
   * @returns the appointment's id
   * @throws NOT_FOUND, OFFER_EXPIRED, ALREADY_BOOKED, PATIENT_LOCKED
   */
  async run(tx: Tx, actor: Actor, taking: Taking): Promise<string> {
    const locked = await this.endEntry.lock(tx, taking.entryId);
    if (!locked) throw new AppError('NOT_FOUND');
    const { entry, offer } = locked;
    const now = this.kernelContext.clock.now();
    if (offer?.id !== taking.offerId || offer.expires_at <= now)
      throw new AppError('OFFER_EXPIRED');
    await this.requireUnlocked(tx, entry.patient_id);
    const appointmentId = await this.insert(tx, actor, entry, offer, taking, now);
    await this.takePlace(tx, offer, appointmentId, taking.as, now);
    await this.waitlist.moveOffer(tx, offer.id, 'accepted');
    await this.waitlist.moveEntry(tx, entry.id, 'fulfilled', appointmentId);
    await this.waitlist.receipt(
      tx,
      entry.id,
      'accepted',
      await this.standing(appointmentId, taking.as),
    );
    await this.record(tx, actor, entry, appointmentId, taking.as);
    return appointmentId;
  }

  private async standing(appointmentId: string, as: Taking['as']): Promise<string> {
    if (as === 'hold') return '待支付';
    const isAwaited = await this.hospitalConfirmations.expect(appointmentId);
    return isAwaited ? '等待医院确认' : '预约成功';
  }

  private async requireUnlocked(tx: Tx, patientId: string): Promise<void> {
    const rows = await tx.query(`select 1 from patient where id = $1 and locked_at is null`, [
      patientId,
    ]);
    if (rows.length === 0) throw new AppError('PATIENT_LOCKED');
  }

  private async insert(
    tx: Tx,
    actor: Actor,
    entry: Entry,
    offer: Offer,
    taking: Taking,
    now: Date,
  ): Promise<string> {
    const id = newId(now);
    const isHold = taking.as === 'hold';
    try {
      await tx.query(
        `insert into appointment (id, appointment_no, patient_id, account_id, staff_id, channel, slot_id, place_number,
           doctor_id, department_id, branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen,
           fee_state, check_in_code, created_at, booked_at)
         select $1, $2 || lpad((nextval('appointment_no_seq') % 1000000)::text, 6, '0'), $3, $4, $5, $6, s.id, $8,
           s.doctor_id, s.department_id, s.branch_id, s.date, s.period, s.starts_at, s.ends_at, $9,
           ${exclusivityKeySql('$10', '$3::uuid', 's')}, s.fee_fen,
           case when $9 = 'pending' then 'unpaid' when s.fee_fen = 0 then 'free' else 'pay-at-desk' end, $11,
           $12::timestamptz, case when $9 = 'booked' then $12::timestamptz end
         from slot s where s.id = $7`,
        [
          id,
          this.kernelContext.clock.today().replaceAll('-', '').slice(2),
          entry.patient_id,
          actor.kind === 'account' ? actor.accountId : null,
          actor.kind === 'staff' ? actor.staffId : null,
          taking.channel,
          offer.slot_id,
          offer.place_number,
          isHold ? 'pending' : 'booked',
          await this.settings.get(exclusivity),
          newCode(10),
          now,
        ],
      );
      return id;
    } catch (error) {
      if (violatedConstraint(error) !== 'appointment_exclusive') throw error;
      throw new AppError('ALREADY_BOOKED', { cause: error });
    }
  }

  private async takePlace(
    tx: Tx,
    offer: Offer,
    appointmentId: string,
    as: Taking['as'],
    now: Date,
  ): Promise<void> {
    const holdId = as === 'hold' ? newId(now) : null;
    if (holdId) {
      // Who accepts at once must not have less time to pay than the offer gave to think.
      const usual = addMinutes(now, await this.settings.get(holdMinutes));
      await tx.query(
        `insert into hold (id, slot_id, place_number, appointment_id, state, created_at, expires_at)
         values ($1, $2, $3, $4, 'active', $5, greatest($6::timestamptz, $7::timestamptz))`,
        [holdId, offer.slot_id, offer.place_number, appointmentId, now, offer.expires_at, usual],
      );
    }
    const to = holdId ? 'held' : 'sold';
    const taken = await tx.query(
      `update place set state = $3, appointment_id = $4, hold_id = $5
        where slot_id = $1 and number = $2 and state = 'offered' and state = any($6) returning number`,
      [offer.slot_id, offer.place_number, to, appointmentId, holdId, placeStates.sourcesOf(to)],
    );
    if (taken.length !== 1) throw new Error(`offer ${offer.id} lost its place`);
  }

  private async record(
    tx: Tx,
    actor: Actor,
    entry: Entry,
    appointmentId: string,
    as: Taking['as'],
  ): Promise<void> {
    const patientId = entry.patient_id;
    await this.audit.record(
      actor,
      {
        action: as === 'hold' ? 'appointment.hold' : 'appointment.create',
        resourceKind: 'appointment',
        resourceId: appointmentId,
        patientId,
      },
      tx,
    );
    await this.audit.record(
      actor,
      {
        action: 'waitlist.accept',
        resourceKind: 'waitlist',
        resourceId: entry.id,
        patientId,
        detail: { appointmentId },
      },
      tx,
    );
    if (as === 'book') await this.outbox.append(tx, 'appointment.booked', { appointmentId });
  }
}
