import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { vitalAlarmWithinHours, type VitalKind } from '@suizhen/contract';
import { addMinutes, KernelContext, newId, Outbox, Settings, type Tx } from '../../../kernel';
import { WorkItems } from '../../work';
import { alarmMinutes, alarmQuietMinutes } from './vital.settings';
import {
  deviationsOf,
  deviationText,
  isWorse,
  kindRules,
  type Deviation,
  type Limits,
  type Measured,
} from './vital.rules';
import { measuredOf, type ReadingRow } from './vital-row';

export const alarmSubject = 'vital-alarm';

interface Alarming {
  readingId: string;
  patientId: string;
  measured: Measured;
  measuredAt: Date;
  limits: Limits;
  deviations: readonly Deviation[];
}

interface Place extends Record<string, unknown> {
  branch_id: string | null;
  department_id: string | null;
}

/** Tells both sides that a reading lies beyond the limits. With the patient's readings locked. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RaiseVitalAlarm {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  outbox: Outbox;
  @Inject()
  workItems: WorkItems;

  async run(tx: Tx, alarming: Alarming): Promise<void> {
    const { readingId, patientId, measured, deviations } = alarming;
    const now = this.kernelContext.clock.now();
    const age = now.getTime() - alarming.measuredAt.getTime();
    if (age > vitalAlarmWithinHours * 3_600_000 || (await this.wasTold(tx, alarming))) return;
    const id = newId(now);
    const dueAt = addMinutes(now, await this.settings.get(alarmMinutes));
    const place = await this.placeOf(tx, patientId);
    const limitText = deviationText(measured.kind, deviations);
    await tx.query(
      `insert into vital_alarm (id, reading_id, patient_id, branch_id, department_id, state, limit_text, raised_at,
         due_at)
       values ($1, $2, $3, $4, $5, 'open', $6, $7, $8)`,
      [id, readingId, patientId, place.branch_id, place.department_id, limitText, now, dueAt],
    );
    await this.workItems.create(tx, {
      ...alarmWork(measured.kind, limitText),
      patientId,
      ...(place.branch_id ? { branchId: place.branch_id } : {}),
      ...(place.department_id ? { departmentId: place.department_id } : {}),
      subjectId: id,
      dueAt,
      dedupeKey: `${alarmSubject}:${id}:1`,
    });
    await this.outbox.append(tx, 'vital.alarmed', { alarmId: id });
  }

  /** Both sides heard of this kind a moment ago, and it is no worse than it was then. */
  private async wasTold(tx: Tx, { patientId, measured, limits, deviations }: Alarming) {
    const minutes = await this.settings.get(alarmQuietMinutes);
    const [last] = await tx.query<Pick<ReadingRow, 'kind' | 'systolic' | 'diastolic' | 'value'>>(
      `select r.kind, r.systolic, r.diastolic, r.value
         from vital_alarm a join vital_reading r on r.id = a.reading_id
        where a.patient_id = $1 and r.kind = $2 and a.raised_at > $3
        order by a.raised_at desc, a.id desc limit 1`,
      [patientId, measured.kind, addMinutes(this.kernelContext.clock.now(), -minutes)],
    );
    return last && !isWorse(measured.kind, deviations, deviationsOf(measuredOf(last), limits));
  }

  /** Where the patient is known best: the last visit, else where they registered or will come. */
  private async placeOf(tx: Tx, patientId: string): Promise<Place> {
    const [place] = await tx.query<Place>(placeSql, [patientId, this.kernelContext.clock.now()]);
    return place ?? { branch_id: null, department_id: null };
  }
}

/** What somebody has to do about it. */
export function alarmWork(kind: VitalKind, limitText: string) {
  return {
    kind: 'vital-alarm',
    title: `${kindRules[kind].name}超出提醒范围，请联系患者`,
    detail: limitText,
    subjectKind: alarmSubject,
  } as const;
}

const placeSql = `
  select branch_id, department_id from (
    (select 1 as rank, started_at as at, branch_id, department_id from encounter
      where patient_id = $1 and status in ('in-progress', 'finished') and started_at <= $2
      order by started_at desc limit 1)
    union all
    (select 1, starts_at, branch_id, department_id from appointment
      where patient_id = $1 and status in ('arrived', 'fulfilled') order by starts_at desc limit 1)
    union all
    (select 2, registered_at, registered_branch_id, null from patient
      where id = $1 and registered_branch_id is not null)
    union all
    (select 3, starts_at, branch_id, null from appointment
      where patient_id = $1 and status = 'booked' order by starts_at limit 1)
    union all
    (select 4, $2, id, null from branch where is_active order by code limit 1)
  ) place order by rank, at desc limit 1`;
