import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DayPeriod } from '@suizhen/contract';
import { chineseDay, type LocalDate, type LocalTime, type Tx } from '../../../kernel';
import { periodNames } from '../../appointments';
import { ConflictStore } from '../agreement/conflict-store';

interface RosterRow extends Record<string, unknown> {
  id: string;
  date: LocalDate;
  period: DayPeriod;
  start_time: LocalTime;
  end_time: LocalTime;
  department_name: string;
  doctor_name: string;
}

/** A field of this name says which kind of conflict it is. */
export const unknownThere = 'unknown-there';
const title = '患者约不上：医院系统没有这次出诊的号源';

/**
 * Clinics of ours whose numbers the hospital, which owns them, does not know: whoever books one is refused.
 * Nothing is closed by itself; staff have one open item of each clinic, however many patients were refused.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UnknownRosters {
  @Inject()
  conflictStore: ConflictStore;

  async raise(tx: Tx, systemId: string, slotId: string): Promise<void> {
    const [roster] = await tx.query<RosterRow>(
      `select r.id, r.date::text, r.period, to_char(r.start_time, 'HH24:MI') as start_time,
         to_char(r.end_time, 'HH24:MI') as end_time, d.name as department_name, c.name as doctor_name
         from slot s join roster r on r.id = s.roster_id
         join department d on d.id = r.department_id join doctor c on c.id = r.doctor_id
        where s.id = $1`,
      [slotId],
    );
    // What somebody is looking at does not change under their eyes with every patient.
    if (!roster || (await this.isOpen(tx, systemId, roster.id))) return;
    const when = `${chineseDay(roster.date)}${periodNames[roster.period]} ${roster.start_time}–${roster.end_time}`;
    await this.conflictStore.raise(tx, {
      systemId,
      kind: 'roster',
      externalId: keyOf(roster.id),
      inboundId: null,
      internalId: roster.id,
      patientId: null,
      title,
      fields: [
        {
          name: unknownThere,
          title: '出诊',
          ours: `${when}，${roster.department_name} ${roster.doctor_name}`,
          theirs: '没有这次出诊的号',
        },
      ],
    });
  }

  /** They know the clinic of this slot by now. */
  async settleOf(tx: Tx, slotId: string): Promise<void> {
    const [slot] = await tx.query<{ roster_id: string }>(
      `select roster_id from slot where id = $1`,
      [slotId],
    );
    if (slot) await this.settle(tx, slot.roster_id);
  }

  /** They know this clinic by now, whichever system of theirs said so. */
  async settle(tx: Tx, rosterId: string): Promise<void> {
    const open = await tx.query<{ system_id: string }>(
      `select c.system_id from external_system s
         join sync_conflict c on c.dedupe_key = s.id || ':roster:' || $1::text and c.state = 'open'`,
      [keyOf(rosterId)],
    );
    for (const { system_id: systemId } of open) {
      await this.conflictStore.settle(tx, {
        systemId,
        kind: 'roster',
        externalId: keyOf(rosterId),
      });
    }
  }

  private async isOpen(tx: Tx, systemId: string, rosterId: string): Promise<boolean> {
    const open = await tx.query(
      `select 1 from sync_conflict where dedupe_key = $1 and state = 'open'`,
      [`${systemId}:roster:${keyOf(rosterId)}`],
    );
    return open.length > 0;
  }
}

/** No schedule of theirs is called so. */
const keyOf = (rosterId: string): string => `${unknownThere}:${rosterId}`;
