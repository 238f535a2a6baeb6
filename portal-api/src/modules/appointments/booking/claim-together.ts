import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, KernelContext, pgErrorCode, realTime, Settings } from '../../../kernel';
import { exclusivity, holdMinutes, isDeskPaymentAllowed } from '../appointment.settings';
import { BookingWindowReader } from '../availability';
import type { AppointmentView } from '../reading/appointment-view';
import { claimStatement, type ClaimKind, type ClaimSide, type ClaimWishRow } from './claim.sql';

interface Waiting {
  row: ClaimWishRow;
  timer: NodeJS.Timeout;
  resolve: (view: AppointmentView | undefined) => void;
  reject: (error: unknown) => void;
}

/** More statements at once only get in each other's way; fewer leave PostgreSQL waiting for us. */
const atOnce = 3;
const largest = 16;
/** Nobody waits longer than this for statements that do not come back. */
const longestWaitMs = 300;

/**
 * Sends claims to the database. Those of patients that arrive while others are on their way go together:
 * at eight in the morning a statement for ten costs little more than one for one. Nobody waits for
 * company, and what is refused for one is asked again for each alone.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClaimTogether {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  bookingWindowReader: BookingWindowReader;

  private readonly queues: Record<ClaimKind, Waiting[]> = { hold: [], book: [] };
  private running = 0;

  /** @returns the appointment, or undefined where nothing could be claimed */
  join(kind: ClaimKind, row: ClaimWishRow): Promise<AppointmentView | undefined> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.dispatch(kind), longestWaitMs);
      this.queues[kind].push({ row, timer, resolve, reject });
      this.send(kind);
    });
  }

  /** One claim by itself, in the transaction around if there is one. */
  async alone(
    kind: ClaimKind,
    side: ClaimSide,
    isWaiting: boolean,
    row: ClaimWishRow,
  ): Promise<AppointmentView | undefined> {
    const found = await this.run(kind, side, isWaiting, [row]);
    return found.get(row.appointment_id as string);
  }

  private send(kind: ClaimKind): void {
    while (this.running < atOnce && this.queues[kind].length > 0) this.dispatch(kind);
  }

  private dispatch(kind: ClaimKind): void {
    const group = this.take(kind);
    for (const { timer } of group) clearTimeout(timer);
    this.running++;
    void this.settle(kind, group).finally(() => {
      this.running--;
      this.send('hold');
      this.send('book');
    });
  }

  /** No slot and no patient twice: the parts of one statement do not see each other. */
  private take(kind: ClaimKind): Waiting[] {
    const seen = new Set<unknown>();
    const group: Waiting[] = [];
    this.queues[kind] = this.queues[kind].filter((one) => {
      const { slot_id, patient_id } = one.row;
      if (group.length === largest || seen.has(slot_id) || seen.has(patient_id)) return true;
      seen.add(slot_id).add(patient_id);
      group.push(one);
      return false;
    });
    return group;
  }

  private async settle(kind: ClaimKind, group: readonly Waiting[]): Promise<void> {
    try {
      const rows = group.map((one) => one.row);
      const found = await this.run(kind, 'portal', false, rows);
      for (const one of group) one.resolve(found.get(one.row.appointment_id as string));
    } catch (error) {
      // Refused by the database: nothing was done, and each may be asked alone. Else nobody knows.
      const isRefused = /^(23|40)/.test(pgErrorCode(error) ?? '');
      if (group.length === 1 || !isRefused) return group.forEach((one) => one.reject(error));
      for (const one of group) await this.settle(kind, [one]);
    }
  }

  private async run(
    kind: ClaimKind,
    side: ClaimSide,
    isWaiting: boolean,
    rows: readonly ClaimWishRow[],
  ): Promise<Map<string, AppointmentView>> {
    const statement = claimStatement(kind, side, isWaiting);
    const found = await this.database.query<{ id: string; answer: AppointmentView }>(
      statement.text,
      statement.values(rows, await this.moment()),
      statement.name,
    );
    return new Map(found.map(({ id, answer }) => [id, answer]));
  }

  private async moment() {
    const { now, today, lastDay } = await this.bookingWindowReader.now();
    const holdMs = (await this.settings.get(holdMinutes)) * 60_000;
    return {
      now,
      today,
      lastDay,
      isDeskPaymentAllowed: await this.settings.get(isDeskPaymentAllowed),
      exclusivity: await this.settings.get(exclusivity),
      numberPrefix: today.replaceAll('-', '').slice(2),
      holdExpiresAt: new Date(now.getTime() + holdMs),
      realNow: realTime.now(),
    };
  }
}
