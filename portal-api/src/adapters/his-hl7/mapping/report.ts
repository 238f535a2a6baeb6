import type { ReportStatus } from '@suizhen/contract';
import type { Canonical } from '../../../modules/integration';
import type { IncomingReport } from '../../../modules/records';
import type { Segment } from '../message';
import { codedText, type Context, fullName, missing, personName } from './context';
import { departmentOf, visitNumber } from './encounter';
import { isFile, isMeasured, isStruckOut, type Observed } from './observation';
import { patientRef } from './patient';
import { readBody } from './report-body';
import { guessKind, sectionKind } from './report-kind';

interface ReportGroup {
  pid: Segment;
  pv1: Segment | undefined;
  orc: Segment | undefined;
  obr: Segment;
  spm: Segment | undefined;
  remarks: string[];
  observed: { obx: Segment; remarks: string[] }[];
  studyUid: string;
}

/** ORU^R01: a report for each OBR, with everything behind it until the next. */
export function readReports(context: Context): Canonical[] {
  if (!context.message.first('PID')) throw missing('PID', '患者信息');
  const groups = reportGroups(context);
  if (groups.length === 0) throw missing('OBR', '报告');
  return groups.map((group) => readReport(context, group));
}

function reportGroups({ message }: Context): ReportGroup[] {
  const groups: ReportGroup[] = [];
  let pid: Segment | undefined;
  let pv1: Segment | undefined;
  let orc: Segment | undefined;
  let current: ReportGroup | undefined;
  for (const segment of message.segments) {
    switch (segment.name) {
      case 'PID':
        [pid, pv1, orc, current] = [segment, undefined, undefined, undefined];
        break;
      case 'PV1':
        pv1 = segment;
        break;
      case 'ORC':
        [orc, current] = [segment, undefined];
        break;
      case 'OBR':
        if (!pid) throw missing('PID', '患者信息');
        current = newGroup(pid, pv1, orc, segment);
        groups.push(current);
        orc = undefined;
        break;
      default:
        if (current) addToGroup(current, segment);
    }
  }
  return groups;
}

function newGroup(
  pid: Segment,
  pv1: Segment | undefined,
  orc: Segment | undefined,
  obr: Segment,
): ReportGroup {
  return { pid, pv1, orc, obr, spm: undefined, remarks: [], observed: [], studyUid: '' };
}

function addToGroup(group: ReportGroup, segment: Segment): void {
  if (segment.name === 'SPM') group.spm ??= segment;
  // ZDS is how a RIS names the study (IHE); IPC where it speaks a newer version.
  if (segment.name === 'ZDS') group.studyUid ||= segment.text(1);
  if (segment.name === 'IPC') group.studyUid ||= segment.text(3);
  if (segment.name === 'OBX') addObservation(group, segment);
  if (segment.name === 'NTE') {
    const remark = segment
      .repetitions(3)
      .map((each) => each.whole())
      .join('\n')
      .trim();
    if (remark) (group.observed.at(-1)?.remarks ?? group.remarks).push(remark);
  }
}

function addObservation(group: ReportGroup, obx: Segment): void {
  if (obx.text(3) === '113014' || /study.?uid/i.test(obx.text(3, 2))) {
    group.studyUid ||= obx.text(5);
    return;
  }
  group.observed.push({ obx, remarks: [] });
}

function readReport(context: Context, group: ReportGroup): Canonical {
  const { obr, orc, pv1 } = group;
  const patient = patientRef(context, group.pid);
  const reportNo = obr.text(3) || obr.text(2) || (orc?.text(3) ?? '');
  if (!reportNo) throw missing('OBR-3', '报告号');
  const name = codedText(obr, 4);
  if (!name) throw missing('OBR-4', '报告名称');
  const department = departmentOf(pv1);
  const report = contentOf(context, group, name);
  return {
    type: 'report',
    // One specimen number may carry several panels: each is a report of its own.
    externalId: `${reportNo}/${obr.text(4) || name}`,
    patient,
    encounterExternalId: visitNumber(pv1),
    departmentCode: department.code || (orc?.text(17) ?? ''),
    report: {
      ...report,
      code: obr.text(4),
      name,
      reportNo,
      departmentName: department.name || (orc?.text(17, 2) ?? ''),
    },
  };
}

type Content = Omit<IncomingReport, 'code' | 'name' | 'reportNo' | 'departmentName'>;

function contentOf(context: Context, group: ReportGroup, name: string): Content {
  const { obr, spm } = group;
  const shown = group.observed.filter((each) => isKept(context, each));
  const kind = sectionKind(obr.text(24)) ?? guessKind(name, shown.some(isMeasured));
  const { reported, ...dates } = reportDates(context, group);
  const body = readBody(context, kind, shown, dates.collectedAt ?? dates.issuedAt);
  const status = statusOf(group);
  const verified = context.times.of(obr, 32, 2) ?? reported;
  return {
    kind,
    status,
    specimen:
      spm?.text(4, 2) || spm?.text(4) || obr.text(15, 1, 2) || obr.text(15) || obr.text(15, 2),
    requesterName: personName(obr.repetitions(16)[0]),
    performerName: linkedName(obr, 34) || firstPerformer(group),
    reviewerName: linkedName(obr, 32),
    ...dates,
    reviewedAt: status === 'preliminary' ? null : verified,
    ...body,
    conclusion: [body.conclusion, ...group.remarks].filter((text) => text !== '').join('\n'),
    studyUid: /^[\d.]{1,64}$/.test(group.studyUid) ? group.studyUid : '',
  };
}

/** NDL: a person in subcomponents, `1001&王医生^…`, or the name alone. */
function linkedName(obr: Segment, field: number): string {
  return fullName(obr.text(field, 1, 2), obr.text(field, 1, 3)) || obr.text(field);
}

function firstPerformer(group: ReportGroup): string {
  for (const { obx } of group.observed) {
    const name = personName(obx.repetitions(16)[0]);
    if (name) return name;
  }
  return '';
}

function isKept({ leftOut }: Context, observed: Observed): boolean {
  if (isFile(observed)) leftOut.add('OBX-5', '附件或外部链接');
  else if (isStruckOut(observed)) leftOut.add('OBX', '作废或未出的项目（OBX-11）');
  else return true;
  return false;
}

interface ReportDates {
  collectedAt: Date | null;
  receivedAt: Date | null;
  /** As OBR-22 says. */
  reported: Date | null;
  issuedAt: Date;
}

function reportDates({ times }: Context, { obr, spm }: ReportGroup): ReportDates {
  const collectedAt = times.of(obr, 7) ?? (spm ? times.of(spm, 17) : null);
  const receivedAt = times.of(obr, 14) ?? (spm ? times.of(spm, 18) : null);
  const reported = times.of(obr, 22);
  const issuedAt = reported ?? times.sentAt ?? collectedAt;
  if (!issuedAt) throw missing('OBR-22', '报告时间');
  return { collectedAt, receivedAt, reported, issuedAt };
}

/** OBR-25, table 0123; an item that is not verified makes the whole unverified. */
function statusOf({ obr, observed }: ReportGroup): ReportStatus {
  const items = observed.map(({ obx }) => obx.text(11).toUpperCase());
  const written = obr.text(25).toUpperCase();
  if (written === 'X') return 'cancelled';
  const isOpen = ['P', 'R', 'A', 'I', 'S', 'O'].includes(written);
  if (isOpen || items.some((item) => ['P', 'R', 'S', 'I'].includes(item))) return 'preliminary';
  return written === 'C' || items.some((item) => item === 'C' || item === 'W')
    ? 'corrected'
    : 'final';
}
