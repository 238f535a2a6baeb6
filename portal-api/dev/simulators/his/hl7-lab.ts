/** A report as a laboratory would make it for somebody: ordinary values, but for those that are asked for. */
import type { IncomingObservation, IncomingReport } from '../../../src/modules/records';
import { Seeded } from '../../demo-data/seeded';
import { linesOf } from './data/lab-report';
import { isMeasured, type Panel, type PanelName, panels } from './data/panels';
import type { Hl7Patient } from './hl7-messages';

export interface LabRequest {
  patient: Hl7Patient;
  panel?: PanelName;
  /** By code of the item: `{ WBC: 12.5 }`, `{ 'HIV-Ab': '阳性' }`. */
  items?: Record<string, number | string>;
  /** An item of the panel goes beyond its 危急值; of the panels, all but a few have one. */
  isCritical?: boolean;
  status?: IncomingReport['status'];
  reportNo?: string;
  visitId?: string;
  departmentCode?: string;
  departmentName?: string;
}

export function labReport(request: LabRequest, reportNo: string, now: Date): IncomingReport {
  const panel: Panel = panels[request.panel ?? 'bloodCount'];
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  return {
    kind: 'lab',
    code: panel.code,
    name: panel.name,
    reportNo,
    status: request.status ?? 'final',
    specimen: panel.specimen,
    departmentName: request.departmentName ?? '',
    requesterName: '周敏',
    performerName: '赵一鸣',
    reviewerName: '孙丽华',
    collectedAt: minutesAgo(90),
    receivedAt: minutesAgo(75),
    reviewedAt: minutesAgo(2),
    issuedAt: minutesAgo(1),
    findings: '',
    conclusion: '',
    studyUid: '',
    observations: itemsOf(request, panel, minutesAgo(90)),
  };
}

function itemsOf(request: LabRequest, panel: Panel, at: Date): IncomingObservation[] {
  const { patient, items = {} } = request;
  const age = at.getUTCFullYear() - Number(patient.birthDate.slice(0, 4));
  const critical = request.isCritical ? criticalItem(panel) : null;
  const lines = linesOf(panel, {
    person: { isMale: patient.gender === 'male', age },
    course: {},
    progress: 1,
    ofPerson: (code) => new Seeded(`${patient.id}/${code}`),
    ofDay: new Seeded(`${patient.id}/${at.toISOString().slice(0, 10)}`),
    at,
  });
  return lines.map((line) => {
    const told = items[line.code] ?? (line.code === critical?.code ? critical.value : undefined);
    return told === undefined ? line : withValue(line, told, panel);
  });
}

function criticalItem(panel: Panel): { code: string; value: number } {
  for (const item of panel.items) {
    if (!isMeasured(item) || !item.critical) continue;
    const [least, most] = item.critical;
    return { code: item.code, value: most === null ? (least ?? 1) * 0.8 : most * 1.2 };
  }
  throw new Error(`${panel.name} has no critical value`);
}

/** The value that is asked for, flagged as the laboratory would. */
export function withValue(
  line: IncomingObservation,
  told: number | string,
  panel?: Panel,
): IncomingObservation {
  const item = panel?.items.find((each) => each.code === line.code);
  const measured = item && isMeasured(item) ? item : null;
  if (typeof told === 'string') {
    const flag = told === line.rangeText || told.startsWith('阴性') ? 'N' : 'A';
    return { ...line, value: told, number: null, flag, isCritical: false };
  }
  const value = measured ? told.toFixed(measured.decimals) : String(told);
  const number = Number(value);
  const [least, most] = measured?.critical ?? [null, null];
  const flag =
    most !== null && number >= most
      ? 'HH'
      : least !== null && number <= least
        ? 'LL'
        : line.rangeHigh !== null && number > line.rangeHigh
          ? 'H'
          : line.rangeLow !== null && number < line.rangeLow
            ? 'L'
            : 'N';
  return { ...line, value, number, flag, isCritical: flag === 'HH' || flag === 'LL' };
}
