import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  maskName,
  type Permission,
  type RequestOf,
  type ResponseOf,
  type VitalAlarmState,
} from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  decodeRankedCursor,
  KernelContext,
  pageFrom,
  UnitOfWork,
  type Actor,
  type StaffActor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../../identity';
import { WorkItems } from '../../work';
import { ArchiveReach } from '../archive-reach';
import { RecordLooks } from '../record-looks';
import { alarmSubject } from './raise-vital-alarm';
import { vitalAlarmStates } from './vital-alarm.states';
import { presentReading, readingColumns, readingTables, type ReadingRow } from './vital-row';

type VitalAlarm = ResponseOf<'acknowledgeVitalAlarm'>;

interface AlarmRow extends ReadingRow {
  id: string;
  state: VitalAlarmState;
  patient_id: string;
  patient_name: string;
  limit_text: string;
  raised_at: Date;
  due_at: Date;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  note: string;
  version: number;
  rank: number;
  sort_key: number;
}

/** Open ones first, by when they are due; then the rest, latest first. */
const rank = `case a.state when 'acknowledged' then 1 else 0 end`;
const sortKey = `case a.state when 'acknowledged' then -extract(epoch from a.acknowledged_at)
  else extract(epoch from a.due_at) end::float8`;

const columns = `a.id, a.state, a.patient_id, p.name as patient_name, a.limit_text, a.raised_at, a.due_at,
    a.acknowledged_at, s.name as acknowledged_by, a.note, a.version, ${rank} as rank, ${sortKey} as sort_key,
    ${readingColumns}`;
const tables = `vital_alarm a join patient p on p.id = a.patient_id
    left join staff s on s.id = a.acknowledged_by
    join (${readingTables}) on r.id = a.reading_id`;

/** Readings beyond limits, as the clinic works them off. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VitalAlarms {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  archiveReach: ArchiveReach;
  @Inject()
  workItems: WorkItems;
  @Inject()
  recordLooks: RecordLooks;

  async list(
    actor: Actor,
    query: RequestOf<'listVitalAlarms'>['query'],
  ): Promise<ResponseOf<'listVitalAlarms'>> {
    const staff = this.policy.require(actor, 'archive.display');
    const values: unknown[] = [query.limit + 1];
    const conditions = [this.reach(staff, 'archive.display', values)];
    if (query.isOpen !== undefined) {
      conditions.push(`a.state ${query.isOpen ? '<>' : '='} 'acknowledged'`);
    }
    const cursor = decodeRankedCursor(query.cursor);
    if (cursor) {
      const [first, key, id] = cursor.map((part) => `$${values.push(part)}`);
      conditions.push(`(${rank}, ${sortKey}, a.id) > (${first}::int, ${key}::float8, ${id}::uuid)`);
    }
    const rows = await this.database.query<AlarmRow>(
      `select ${columns} from ${tables} where ${conditions.join(' and ')}
        order by ${rank}, ${sortKey}, a.id limit $1`,
      values,
    );
    const looks = rows
      .slice(0, query.limit)
      .map((row) => ({ resourceId: row.id, patientId: row.patient_id }));
    await this.recordLooks.record(staff, 'vital.alarm-display', 'vital-alarm', looks);
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.rank, row.sort_key, row.id],
      (row) => this.present(staff, row),
    );
  }

  /** @throws NOT_FOUND, INVALID_STATE, VERSION_CONFLICT */
  async acknowledge(
    actor: Actor,
    { params: { alarmId }, body }: RequestOf<'acknowledgeVitalAlarm'>,
  ): Promise<VitalAlarm> {
    const staff = this.policy.require(actor, 'archive.update');
    const before = await this.find(staff, 'archive.update', alarmId);
    if (!before) throw new AppError('NOT_FOUND');
    await this.unitOfWork.run(async (tx) => {
      const by = { staffId: staff.staffId, note: body.note, version: body.version };
      if (!(await this.end(tx, alarmId, by))) await this.explain(tx, alarmId);
      await this.workItems.cancel(tx, alarmSubject, alarmId);
      await this.audit.record(
        staff,
        {
          action: 'vital.acknowledge',
          resourceKind: 'vital-alarm',
          resourceId: alarmId,
          patientId: before.patient_id,
        },
        tx,
      );
    });
    const after = await this.find(staff, 'archive.update', alarmId);
    return this.present(staff, after!);
  }

  /** Somebody has talked to the patient. @returns whether it was still to be done */
  async end(
    tx: Tx,
    alarmId: string,
    by: { staffId: string; note: string; version: number | null },
  ): Promise<boolean> {
    const ended = await tx.query(
      `update vital_alarm set state = 'acknowledged', acknowledged_at = $2, acknowledged_by = $3, note = $4,
         version = version + 1
        where id = $1 and ($5::int is null or version = $5) and state = any($6) returning id`,
      [
        alarmId,
        this.kernelContext.clock.now(),
        by.staffId,
        by.note,
        by.version,
        vitalAlarmStates.sourcesOf('acknowledged'),
      ],
    );
    return ended.length === 1;
  }

  private async explain(tx: Tx, alarmId: string): Promise<never> {
    const [row] = await tx.query<{ state: VitalAlarmState }>(
      `select state from vital_alarm where id = $1`,
      [alarmId],
    );
    if (row?.state !== 'acknowledged') throw new AppError('VERSION_CONFLICT');
    throw new AppError('INVALID_STATE', { message: '这条提醒已经有人处理' });
  }

  private async find(
    staff: StaffActor,
    permission: Permission,
    alarmId: string,
  ): Promise<AlarmRow | undefined> {
    const values: unknown[] = [alarmId];
    const reach = this.reach(staff, permission, values);
    const [row] = await this.database.query<AlarmRow>(
      `select ${columns} from ${tables} where a.id = $1 and ${reach}`,
      values,
    );
    return row;
  }

  /** Over `vital_alarm a` and `patient p`: what was sent to the place where one works, and one's patients. */
  private reach(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const place = this.policy.scopeCondition(
      this.policy.scope(staff, permission),
      { branch: 'a.branch_id', department: 'a.department_id' },
      values,
    );
    if (place === 'true') return place;
    return `(${place} or ${this.archiveReach.condition(staff, permission, values)})`;
  }

  private present(staff: StaffActor, row: AlarmRow): VitalAlarm {
    const seesClear = this.policy.seesClear(staff, 'archive.display');
    return {
      id: row.id,
      state: row.state,
      patientId: row.patient_id,
      patientName: seesClear ? row.patient_name : maskName(row.patient_name),
      reading: presentReading(row),
      limitText: row.limit_text,
      raisedAt: row.raised_at.toISOString(),
      dueAt: row.due_at.toISOString(),
      acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
      acknowledgedBy: row.acknowledged_by,
      note: row.note,
      version: row.version,
    };
  }
}
