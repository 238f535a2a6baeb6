import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, realTime, Settings, Together } from '../../../kernel';
import { exclusivity, holdMinutes, isDeskPaymentAllowed } from '../appointment.settings';
import { BookingWindowReader } from '../availability';
import type { AppointmentView } from '../reading/appointment-view';
import { claimStatement, type ClaimKind, type ClaimSide, type ClaimWishRow } from './claim.sql';
import { FullSlots } from './full-slots';

type Joint = Together<ClaimWishRow, AppointmentView>;

/** Sends claims to the database; those of patients that arrive at one moment go together. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClaimTogether {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;
  @Inject()
  bookingWindowReader: BookingWindowReader;
  @Inject()
  fullSlots: FullSlots;

  private readonly joint: Record<ClaimKind, Joint> = {
    hold: this.together('hold'),
    book: this.together('book'),
  };

  /** @returns the appointment, or undefined where nothing could be claimed */
  join(kind: ClaimKind, row: ClaimWishRow): Promise<AppointmentView | undefined> {
    return this.joint[kind].join(row);
  }

  /** One claim by itself, in the transaction around if there is one. */
  async alone(
    kind: ClaimKind,
    side: ClaimSide,
    isWaiting: boolean,
    row: ClaimWishRow,
  ): Promise<AppointmentView | undefined> {
    return (await this.run(kind, side, isWaiting, [row])).get(row);
  }

  private together(kind: ClaimKind): Joint {
    return new Together({
      apart: ({ patient_id }) => patient_id,
      run: (rows) => this.run(kind, 'portal', false, rows),
      // Sold while it waited here: why lock anything.
      isPointless: ({ slot_id }) => this.fullSlots.wasFull(slot_id as string),
    });
  }

  private async run(
    kind: ClaimKind,
    side: ClaimSide,
    isWaiting: boolean,
    rows: readonly ClaimWishRow[],
  ): Promise<Map<ClaimWishRow, AppointmentView>> {
    const statement = claimStatement(kind, side, isWaiting);
    const found = await this.database.query<{ id: string; answer: AppointmentView }>(
      statement.text,
      statement.values(rows, await this.moment()),
      statement.name,
    );
    const byId = new Map(rows.map((row) => [row.appointment_id, row]));
    return new Map(found.map(({ id, answer }) => [byId.get(id)!, answer]));
  }

  private async moment() {
    const { now, today, lastDay } = await this.bookingWindowReader.now();
    const settings = await this.settings.now();
    const holdMs = settings.of(holdMinutes) * 60_000;
    return {
      now,
      today,
      lastDay,
      isDeskPaymentAllowed: settings.of(isDeskPaymentAllowed),
      exclusivity: settings.of(exclusivity),
      numberPrefix: today.replaceAll('-', '').slice(2),
      holdExpiresAt: new Date(now.getTime() + holdMs),
      realNow: realTime.now(),
    };
  }
}
