import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { EncounterStatus } from '@suizhen/contract';
import { KernelContext, localDateOf, newId, Outbox, type Tx } from '../../../kernel';
import { Survivors } from '../../patients';
import type { IncomingEncounter, RecordPlace, RecordSource } from './incoming';
import { insertOnce } from './insert-once';
import { ageOf, type KeptVersion } from './kept-version';
import type { Saved } from './save-report';

interface KeptEncounter extends KeptVersion, Record<string, unknown> {
  id: string;
  appointment_id: string | null;
  completed_at: Date | null;
}

/** Takes in one version of a visit, and finds the appointment that it came of. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SaveEncounter {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  outbox: Outbox;
  @Inject()
  survivors: Survivors;

  async run(
    tx: Tx,
    source: RecordSource,
    given: RecordPlace,
    encounter: IncomingEncounter,
  ): Promise<Saved> {
    const place = { ...given, patientId: await this.survivors.hold(tx, given.patientId) };
    const now = this.kernelContext.clock.now();
    const columns = columnsOf(source, place, encounter, now);
    const id = newId(now);
    const row = { id, ...columns, system_id: source.systemId, source_id: source.sourceId };
    const isNew = await insertOnce(tx, 'encounter', row);
    if (!isNew) return this.update(tx, source, place, encounter, columns);
    await this.link(tx, id, source, place, encounter);
    await this.complete(tx, id, encounter.status);
    return { id, outcome: 'created' };
  }

  private async update(
    tx: Tx,
    source: RecordSource,
    place: RecordPlace,
    encounter: IncomingEncounter,
    columns: Record<string, unknown>,
  ): Promise<Saved> {
    const [kept] = await tx.query<KeptEncounter>(
      `select id, appointment_id, completed_at, source_version, source_changed_at
         from encounter where system_id = $1 and source_id = $2 for update`,
      [source.systemId, source.sourceId],
      'encounter-lock',
    );
    if (!kept) throw new Error('a visit that was there is gone');
    const { id } = kept;
    const age = ageOf(source, kept);
    if (age === 'older') return { id, outcome: 'older' };
    if (age === 'newer') {
      const sets = Object.keys(columns).map((column, index) => `${column} = $${index + 2}`);
      await tx.query(
        `update encounter set ${sets.join(', ')}, version = version + 1 where id = $1`,
        [id, ...Object.values(columns)],
      );
    }
    if (kept.appointment_id === null) await this.link(tx, id, source, place, encounter);
    if (age === 'same') return { id, outcome: 'unchanged' };
    if (kept.completed_at === null) await this.complete(tx, id, encounter.status);
    return { id, outcome: 'changed' };
  }

  /**
   * The appointment that was named, or the one of that day with the doctor, else in the department. Where two
   * visits of one system could be meant by one appointment, the first has it.
   */
  private async link(
    tx: Tx,
    id: string,
    source: RecordSource,
    place: RecordPlace,
    encounter: IncomingEncounter,
  ): Promise<void> {
    const { patientId, appointmentId, doctorId, departmentId } = place;
    const isFindable =
      encounter.class !== 'inpatient' && (doctorId !== null || departmentId !== null);
    if (appointmentId === null && !isFindable) return;
    // One visit of a patient after the other chooses; the next one then sees what is taken.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `encounter-link:${patientId}`,
    ]);
    await tx.query(
      `update encounter set appointment_id = (
         select a.id from appointment a
          where a.patient_id = $2 and a.status not in ('cancelled', 'pending')
            and ($3::uuid is null or a.id = $3)
            and ($3::uuid is not null or (a.date = $4::date and (a.doctor_id = $5 or a.department_id = $6)))
            and not exists (select 1 from encounter o where o.appointment_id = a.id and o.system_id = $7)
          order by (a.doctor_id = $5) desc nulls last, abs(extract(epoch from a.starts_at - $8::timestamptz)), a.id
          limit 1)
        where id = $1`,
      [
        id,
        patientId,
        appointmentId,
        localDateOf(encounter.startedAt),
        doctorId,
        departmentId,
        source.systemId,
        encounter.startedAt,
      ],
    );
  }

  /** A visit is over once, whatever its record says afterwards. */
  private async complete(tx: Tx, id: string, status: EncounterStatus): Promise<void> {
    if (status !== 'finished') return;
    const now = this.kernelContext.clock.now();
    await tx.query(`update encounter set completed_at = $2 where id = $1`, [id, now]);
    await this.outbox.append(tx, 'visit.completed', { encounterId: id });
  }
}

function columnsOf(
  source: RecordSource,
  place: RecordPlace,
  encounter: IncomingEncounter,
  now: Date,
): Record<string, unknown> {
  return {
    patient_id: place.patientId,
    branch_id: place.branchId,
    department_id: place.departmentId,
    doctor_id: place.doctorId,
    class: encounter.class,
    status: encounter.status,
    visit_no: encounter.visitNo,
    department_name: encounter.departmentName,
    doctor_name: encounter.doctorName,
    started_at: encounter.startedAt,
    ended_at: encounter.endedAt,
    chief_complaint: encounter.chiefComplaint,
    treatment: encounter.treatment,
    advice: encounter.advice,
    updated_at: now,
    source_version: source.version,
    source_changed_at: source.changedAt,
  };
}
