import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Database,
  decodeRankedCursor,
  pageFrom,
  Settings,
  type Actor,
} from '../../../kernel';
import { requireAccount } from '../../identity';
import { isDeskPaymentAllowed } from '../appointment.settings';
import { openOfferOf, presentReceipts, selectEntries, type EntryView } from './entry-view';

type Mine = ResponseOf<'getMyWaitlistEntry'>;

const ownPatients = `select patient_id from proxy where account_id = $1 and ended_at is null`;
const isLive = `(case when e.state in ('waiting', 'offered') then 1 else 0 end)`;

/** What the patients of an account wait for. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MyWaitlist {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;

  /** @throws NOT_FOUND unless it belongs to a patient of the account */
  async requireMine(actor: Actor, entryId: string): Promise<{ patientId: string }> {
    const { accountId } = requireAccount(actor);
    const [row] = await this.database.query<{ patient_id: string }>(
      `select patient_id from waitlist_entry where id = $2 and patient_id in (${ownPatients})`,
      [accountId, entryId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return { patientId: row.patient_id };
  }

  async get(actor: Actor, entryId: string): Promise<Mine> {
    await this.requireMine(actor, entryId);
    const [view] = await this.database.query<EntryView>(selectEntries(`where e.id = $1`), [
      entryId,
    ]);
    if (!view) throw new AppError('NOT_FOUND');
    return presentMine(view, await this.settings.get(isDeskPaymentAllowed));
  }

  /** Live ones first, then what is over, latest first. */
  async list(
    actor: Actor,
    query: RequestOf<'listMyWaitlistEntries'>['query'],
  ): Promise<ResponseOf<'listMyWaitlistEntries'>> {
    const { accountId } = requireAccount(actor);
    const values: unknown[] = [accountId, query.limit + 1];
    const conditions = [`e.patient_id in (${ownPatients})`];
    const cursor = decodeRankedCursor(query.cursor);
    if (cursor) {
      const [live, at, id] = cursor.map((part) => `$${values.push(part)}`);
      conditions.push(
        `(${isLive}, e.joined_at, e.id) < (${live}::int, to_timestamp(${at}::float8 / 1000), ${id}::uuid)`,
      );
    }
    const views = await this.database.query<EntryView>(
      selectEntries(
        `where ${conditions.join(' and ')} order by ${isLive} desc, e.joined_at desc, e.id desc limit $2`,
      ),
      values,
    );
    const mayPayAtDesk = await this.settings.get(isDeskPaymentAllowed);
    return pageFrom(
      views,
      query.limit,
      (view) => [isOver(view) ? 0 : 1, view.joined_at.getTime(), view.id],
      (view) => presentMine(view, mayPayAtDesk),
    );
  }
}

function isOver(view: EntryView): boolean {
  return view.state !== 'waiting' && view.state !== 'offered';
}

function presentMine(view: EntryView, isDeskAllowed: boolean): Mine {
  const offer = openOfferOf(view);
  return {
    id: view.id,
    state: view.state,
    target: view.target,
    patientId: view.patient_id,
    patientName: view.patient_name,
    doctorId: view.doctor_id,
    doctorName: view.doctor_name,
    doctorTitle: view.doctor_title,
    departmentName: view.department_name,
    branchName: view.branch_name,
    from: view.from_date,
    to: view.to_date,
    period: view.period,
    startsAt: view.starts_at?.toISOString() ?? null,
    joinedAt: view.joined_at.toISOString(),
    ahead: view.ahead,
    endsAt: view.ends_at.toISOString(),
    offer,
    appointmentId: view.appointment_id,
    mayPayAtDesk: isDeskAllowed || offer?.feeFen === 0,
    receipts: presentReceipts(view),
  };
}
