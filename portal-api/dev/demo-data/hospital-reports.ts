import { addDays, addMinutes, localDateOf } from '../../src/kernel/local-date';
import { pinyinInitials } from '../../src/modules/directory/pinyin-initials';
import { contentColumns, digestOf } from '../../src/modules/records/intake/report-content';
import type { IncomingObservation, IncomingReport } from '../../src/modules/records';
import type { HospitalReport } from '../simulators/his/data/model';
import { portalAccounts } from './accounts';
import { addRows, type DemoContext } from './demo-context';
import { demoId } from './seeded';

/** A report of the hospital, and which of ours it is about. */
export interface Placed {
  report: HospitalReport;
  id: string;
  systemId: string;
  patientId: string;
  branchId: string;
  encounterId: string;
  departmentId: string;
}

/** As the settings come out of the box. */
const inPersonWords = ['HIV', '艾滋'];
const criticalMinutes = 15;
/** Physical exams are looked at before they go out; these still wait. */
const reviewDays = 14;
/** What is older has been read. */
const unreadDays = 60;

type Release = 'released' | 'review' | 'in-person' | 'critical-hold';

export async function addReports(
  context: DemoContext,
  placed: readonly Placed[],
  anchor: Date,
): Promise<void> {
  const { sql } = context;
  await addRows(
    sql,
    'diagnostic_report',
    placed.map((one) => reportRow(one, anchor)),
  );
  await addRows(
    sql,
    'observation',
    placed.flatMap((one) => one.report.is.observations.map((line, at) => lineRow(one, line, at))),
  );
  const held = placed.filter((one) => releaseOf(one.report.is, anchor) === 'critical-hold');
  await addRows(
    sql,
    'critical_alert',
    held.map((one) => alertRow(one, anchor)),
  );
  await addReadMarks(context, placed, anchor);
}

function reportRow({ report, ...place }: Placed, anchor: Date) {
  const { is } = report;
  const state = releaseOf(is, anchor);
  const isTold = state === 'released' || state === 'in-person';
  return {
    id: place.id,
    patient_id: place.patientId,
    branch_id: place.branchId,
    encounter_id: place.encounterId,
    department_id: place.departmentId,
    ...contentColumns(is),
    revision: 1,
    abnormal_count: is.observations.filter((line) => line.flag !== 'N').length,
    is_critical: is.observations.some((line) => line.isCritical),
    is_sensitive: isSensitive(is),
    words: wordsOf([is.name, ...is.observations.map((line) => line.name)]),
    release_state: state,
    released_at: state === 'released' ? is.issuedAt : null,
    release_note: '',
    announced_revision: isTold ? 1 : 0,
    recorded_at: state === 'critical-hold' ? knownSince(anchor) : is.issuedAt,
    content_digest: digestOf(is),
    version: 1,
    system_id: place.systemId,
    source_id: report.id,
    source_version: '',
    source_changed_at: is.issuedAt,
  };
}

function releaseOf(report: IncomingReport, anchor: Date): Release {
  if (report.observations.some((line) => line.isCritical)) return 'critical-hold';
  if (report.kind === 'pathology' || isSensitive(report)) return 'in-person';
  const since = addDays(localDateOf(anchor), -reviewDays);
  const isWaiting = report.kind === 'physical-exam' && localDateOf(report.issuedAt) > since;
  return isWaiting ? 'review' : 'released';
}

function isSensitive({ name, observations }: IncomingReport): boolean {
  return [name, ...observations.map((line) => line.name)].some((text) =>
    inPersonWords.some((word) => text.includes(word)),
  );
}

/** For search, as the intake writes them. */
function wordsOf(names: readonly string[]): string {
  const words = new Set(names.flatMap((name) => [name.toLowerCase(), pinyinInitials(name)]));
  words.delete('');
  return [...words].join(' ');
}

function lineRow({ id, patientId }: Placed, line: IncomingObservation, position: number) {
  return {
    id: demoId('observation', `${id}/${position}`),
    report_id: id,
    patient_id: patientId,
    position,
    code: line.code,
    name: line.name,
    value: line.value,
    number: line.number,
    unit: line.unit,
    range_text: line.rangeText,
    range_low: line.rangeLow,
    range_high: line.rangeHigh,
    flag: line.flag,
    is_critical: line.isCritical,
    method: line.method,
    effective_at: line.effectiveAt,
  };
}

const knownSince = (anchor: Date): Date => addMinutes(anchor, -4);

function alertRow({ report, ...place }: Placed, anchor: Date) {
  const raisedAt = knownSince(anchor);
  return {
    id: demoId('critical-alert', place.id),
    report_id: place.id,
    revision: 1,
    patient_id: place.patientId,
    branch_id: place.branchId,
    department_id: place.departmentId,
    state: 'open',
    items: report.is.observations
      .filter((line) => line.isCritical)
      .map(({ name, value, unit, rangeText }) => ({ name, value, unit, rangeText })),
    raised_at: raisedAt,
    due_at: addMinutes(raisedAt, criticalMinutes),
    level: 1,
    version: 1,
  };
}

async function addReadMarks(
  { sql }: DemoContext,
  placed: readonly Placed[],
  anchor: Date,
): Promise<void> {
  const accounts = new Map(
    portalAccounts.flatMap(({ phone, family }) =>
      family.map((_, index) => [demoId('patient', `${phone}/${index}`), demoId('account', phone)]),
    ),
  );
  const before = addMinutes(anchor, -unreadDays * 1_440);
  const marks = placed.flatMap(({ id, patientId, report }) => {
    const account = accounts.get(patientId);
    const isRead = report.is.issuedAt < before && releaseOf(report.is, anchor) === 'released';
    if (!account || !isRead) return [];
    const readAt = addMinutes(report.is.issuedAt, 240);
    return [{ account_id: account, report_id: id, revision: 1, read_at: readAt }];
  });
  await addRows(sql, 'report_read', marks);
}
