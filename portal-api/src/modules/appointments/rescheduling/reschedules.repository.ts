import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RescheduleState } from '@suizhen/contract';
import { KernelContext, type Sql, type Tx } from '../../../kernel';
import { rescheduleStates } from './reschedule.states';

/** Who wanted it: the patient, the desk, or the house because the clinic does not take place. */
export type MoveKind = 'patient' | 'staff' | 'suspension';

export interface NewReschedule {
  id: string;
  appointmentId: string;
  kind: MoveKind;
  from: { slotId: string; number: number; startsAt: Date; feeFen: number };
  to: { slotId: string; number: number; feeFen: number };
  dueFen: number;
  hold: { id: string; expiresAt: Date } | null;
  reason: string;
}

export interface RescheduleRow extends Record<string, unknown> {
  id: string;
  appointment_id: string;
  kind: MoveKind;
  state: RescheduleState;
  from_slot_id: string;
  from_number: number;
  from_starts_at: Date;
  from_fee_fen: number;
  to_slot_id: string;
  to_number: number;
  to_fee_fen: number;
  to_date: string;
  to_starts_at: Date;
  to_ends_at: Date;
  to_doctor_name: string;
  due_fen: number;
  hold_id: string | null;
  expires_at: Date | null;
  created_at: Date;
}

const select = `select r.id, r.appointment_id, r.kind, r.state, r.from_slot_id, r.from_number, r.from_starts_at,
    r.from_fee_fen::float8 as from_fee_fen, r.to_slot_id, r.to_number, r.to_fee_fen::float8 as to_fee_fen,
    s.date::text as to_date, s.starts_at as to_starts_at, s.ends_at as to_ends_at, d.name as to_doctor_name,
    r.due_fen::float8 as due_fen, r.hold_id, r.expires_at, r.created_at
  from reschedule r join slot s on s.id = r.to_slot_id join doctor d on d.id = s.doctor_id`;

/** Moves of visits. Guarded by the lock on their appointment. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Reschedules {
  @Inject()
  kernelContext: KernelContext;

  async find(sql: Sql, id: string): Promise<RescheduleRow | undefined> {
    return (await sql.query<RescheduleRow>(`${select} where r.id = $1`, [id]))[0];
  }

  async latest(sql: Sql, appointmentId: string): Promise<RescheduleRow | undefined> {
    const rows = await sql.query<RescheduleRow>(
      `${select} where r.appointment_id = $1 order by r.created_at desc, r.id desc limit 1`,
      [appointmentId],
    );
    return rows[0];
  }

  async awaiting(sql: Sql, appointmentId: string): Promise<RescheduleRow | undefined> {
    const rows = await sql.query<RescheduleRow>(
      `${select} where r.appointment_id = $1 and r.state = 'awaiting-payment'`,
      [appointmentId],
    );
    return rows[0];
  }

  async insert(tx: Tx, move: NewReschedule): Promise<void> {
    const now = this.kernelContext.clock.now();
    await tx.query(
      `insert into reschedule (id, appointment_id, kind, state, from_slot_id, from_number, from_starts_at,
         from_fee_fen, to_slot_id, to_number, to_fee_fen, due_fen, hold_id, reason, created_at, expires_at, settled_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        move.id,
        move.appointmentId,
        move.kind,
        move.hold ? 'awaiting-payment' : 'completed',
        move.from.slotId,
        move.from.number,
        move.from.startsAt,
        move.from.feeFen,
        move.to.slotId,
        move.to.number,
        move.to.feeFen,
        move.dueFen,
        move.hold?.id ?? null,
        move.reason,
        now,
        move.hold?.expiresAt ?? null,
        move.hold ? null : now,
      ],
    );
  }

  /** @returns whether the state table let it move */
  async move(tx: Tx, id: string, to: RescheduleState): Promise<boolean> {
    const moved = await tx.query(
      `update reschedule set state = $2, settled_at = $4 where id = $1 and state = any($3) returning id`,
      [id, to, rescheduleStates.sourcesOf(to), this.kernelContext.clock.now()],
    );
    return moved.length === 1;
  }

  /** The place that is kept for a move while its difference is paid. */
  async hold(
    tx: Tx,
    hold: { id: string; slotId: string; number: number; appointmentId: string; expiresAt: Date },
  ): Promise<void> {
    await tx.query(
      `insert into hold (id, slot_id, place_number, appointment_id, state, created_at, expires_at, purpose)
       values ($1, $2, $3, $4, 'active', $5, $6, 'move')`,
      [
        hold.id,
        hold.slotId,
        hold.number,
        hold.appointmentId,
        this.kernelContext.clock.now(),
        hold.expiresAt,
      ],
    );
  }

  async settleHold(
    tx: Tx,
    holdId: string,
    to: 'confirmed' | 'released' | 'expired',
  ): Promise<void> {
    await tx.query(
      `update hold set state = $2, settled_at = $3 where id = $1 and purpose = 'move' and state = 'active'`,
      [holdId, to, this.kernelContext.clock.now()],
    );
  }
}
