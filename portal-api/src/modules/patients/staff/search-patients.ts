import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  Audit,
  Database,
  decodeCursor,
  encodeCursor,
  fieldError,
  KernelContext,
  uuidPattern,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { patientColumns, presentPatientRow, type PatientRecord } from '../patient-record';
import { PatientAccess } from './patient-access';
import { searchPhases, type SearchPhase } from './search-phases';

type Body = RequestOf<'searchPatients'>['body'];

interface Position {
  phase: number;
  /** The last patient shown; the cursor holds no name. */
  afterId: string | null;
}

interface SortKey extends Record<string, unknown> {
  name: string;
  pinyin_initials: string;
}

/** Finds patients; see `search-phases.ts` for what a text means and `patient-access.ts` for who is found. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SearchPatients {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  patientAccess: PatientAccess;

  async run(actor: Actor, body: Body): Promise<ResponseOf<'searchPatients'>> {
    const staff = this.policy.require(actor, 'patient.retrieve');
    const phases = searchPhases(body.text, this.kernelContext.secrets);
    const position = positionOf(body.cursor, phases.length);
    const found: { row: PatientRecord; phase: number }[] = [];
    const reach = await this.patientAccess.fewWithinReach(staff, 'patient.retrieve');
    for (let index = position.phase; index < phases.length; index++) {
      const afterId = index === position.phase ? position.afterId : null;
      const wanted = body.limit + 1 - found.length;
      const rows = await this.phaseRows(staff, phases[index]!, reach, body, afterId, wanted);
      found.push(...rows.map((row) => ({ row, phase: index })));
      if (found.length > body.limit) break;
    }
    const shown = found.slice(0, body.limit);
    await this.record(
      staff,
      shown.length,
      shown.filter(({ phase }) => phases[phase]!.isExact),
    );
    const last = shown.at(-1);
    const view = this.patientAccess.viewOf(staff, 'patient.retrieve');
    return {
      items: shown.map(({ row }) => presentPatientRow(row, view)),
      nextCursor:
        last && found.length > shown.length ? encodeCursor([last.phase, last.row.id]) : null,
    };
  }

  private async phaseRows(
    staff: StaffActor,
    phase: SearchPhase,
    reach: string[] | null,
    body: Body,
    afterId: string | null,
    limit: number,
  ): Promise<PatientRecord[]> {
    const after = afterId === null ? null : await this.sortKeyOf(afterId);
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [phase.condition(bind), 'p.merged_into is null'];
    const isUnscoped = phase.isExact && this.patientAccess.findsAcrossGroup(staff);
    if (!isUnscoped) {
      const within = () => this.patientAccess.condition(staff, 'patient.retrieve', values);
      conditions.push(reach ? `p.id = any(${bind(reach)})` : within());
    }
    if (body.careClass) conditions.push(`p.care_class = ${bind(body.careClass)}`);
    if (afterId && after) conditions.push(beyond(phase.order, after, afterId, bind));
    return this.database.query<PatientRecord>(
      `select ${patientColumns} from patient p where ${conditions.join(' and ')}
        order by ${orders[phase.order]} limit ${bind(limit)}`,
      values,
    );
  }

  private async sortKeyOf(patientId: string): Promise<SortKey> {
    const [row] = await this.database.query<SortKey>(
      `select name, pinyin_initials from patient where id = $1`,
      [patientId],
    );
    if (!row) throw fieldError('body.cursor', '翻页标记无效，请从第一页开始');
    return row;
  }

  /** How much was found, not what was looked for; and each record that a whole number opened. */
  private async record(
    staff: StaffActor,
    count: number,
    exact: readonly { row: PatientRecord }[],
  ): Promise<void> {
    await this.audit.record(staff, {
      action: 'patient.retrieve',
      resourceKind: 'patient',
      detail: { count },
    });
    for (const { row } of exact) {
      const entry = { resourceKind: 'patient', resourceId: row.id, patientId: row.id };
      await this.audit.record(staff, { ...entry, action: 'patient.find' });
    }
  }
}

// ~<~ compares letter by letter as the text_pattern_ops indexes are sorted, in any collation.
const orders: Record<SearchPhase['order'], string> = {
  name: 'p.name using ~<~, p.id',
  initials: 'p.pinyin_initials using ~<~, p.id',
  id: 'p.id',
  newest: 'p.id desc',
};

function beyond(
  order: SearchPhase['order'],
  after: SortKey,
  afterId: string,
  bind: (value: unknown) => string,
): string {
  const id = bind(afterId);
  if (order === 'id') return `p.id > ${id}`;
  if (order === 'newest') return `p.id < ${id}`;
  const column = order === 'name' ? 'p.name' : 'p.pinyin_initials';
  const key = bind(order === 'name' ? after.name : after.pinyin_initials);
  return `${column} ~>=~ ${key} and (${column} ~>~ ${key} or p.id > ${id})`;
}

function positionOf(cursor: string | undefined, phases: number): Position {
  const key = decodeCursor(cursor, 2);
  if (!key) return { phase: 0, afterId: null };
  const [phase = '', afterId = ''] = key;
  const isOurs = /^\d$/.test(phase) && Number(phase) < phases && uuidPattern.test(afterId);
  if (!isOurs) throw fieldError('body.cursor', '翻页标记无效，请从第一页开始');
  return { phase: Number(phase), afterId };
}
