import type {
  AppointmentStatus,
  EncounterClass,
  EncounterStatus,
  Gender,
  IdentityType,
  OrderKind,
  ReportKind,
  ReportStatus,
  ResultFlag,
  VitalKind,
} from '@suizhen/contract';
import { type Canonical, InboundProblem, type Reading } from '../../modules/integration/canonical';
import type { IncomingObservation } from '../../modules/records';
import { fieldsOf, itemFields, type ViewKind } from './fields';
import type { Mapping, ViewMapping } from './mapping';
import { readRoster } from './read-roster';
import { type RawRow, Row } from './row';

/** What is kept of a row: its columns as they came, so that a better mapping can read it again. */
export interface ViewContent {
  view: string;
  id: string;
  changedAt: string | null;
  row: RawRow;
  items?: RawRow[];
}

/** Which rows there are when everything is read. */
export interface ViewList {
  view: string;
  ids: string[];
}

interface Source {
  id: string;
  row: Row;
  content: ViewContent;
  mapping: ViewMapping;
  zone: string;
}

const readers: Record<ViewKind, (source: Source) => Canonical[]> = {
  patient: readPatient,
  practitioner: ({ id, row }) => [
    {
      type: 'practitioner',
      externalId: id,
      name: row.required('name', '姓名'),
      departmentCode: row.text('departmentCode'),
    },
  ],
  roster: ({ id, row, content, zone }) =>
    readRoster(id, row, content.changedAt ? changedAtOf(content, zone) : null),
  appointment: ({ id, row, content, zone }) => [
    {
      type: 'appointment',
      externalId: id,
      ...whose(row),
      appointmentNo: row.required('appointmentNo', '预约号'),
      status: row.word<AppointmentStatus>('status', 'booked'),
      changedAt: changedAtOf(content, zone),
    },
  ],
  encounter: readEncounter,
  condition: ({ id, row }) => [
    {
      type: 'diagnosis',
      externalId: id,
      ...whose(row),
      diagnosis: {
        code: row.text('code'),
        name: row.required('name', '诊断名称'),
        isMain: row.flag('isMain'),
        isRetracted: row.flag('isRetracted'),
        recordedAt: row.requiredTime('recordedAt', '诊断时间'),
      },
    },
  ],
  'medication-request': ({ id, row }) => [
    {
      type: 'order',
      externalId: id,
      ...whose(row),
      order: {
        kind: row.word<OrderKind>('kind', 'medication'),
        code: row.text('code'),
        name: row.required('name', '医嘱名称'),
        dosage: row.text('dosage'),
        quantityText: row.text('quantity'),
        status: row.text('status'),
        orderedAt: row.requiredTime('orderedAt', '开具时间'),
      },
    },
  ],
  charge: readCharge,
  report: readReport,
  observation: readVital,
};

/** @throws InboundProblem */
export function readView(mapping: Mapping, kind: string, content: Buffer): Reading {
  const view = mapping.views[kind as ViewKind];
  if (!view) throw new InboundProblem('unknown-kind', '对照表里没有这一类视图');
  let kept: ViewContent | ViewList;
  try {
    kept = JSON.parse(content.toString('utf8')) as ViewContent | ViewList;
  } catch {
    throw new InboundProblem('unreadable', '内容不是 JSON');
  }
  if ('ids' in kept) {
    return { items: [{ type: 'roster-list', externalIds: kept.ids }], leftOut: [] };
  }
  const row = new Row(kept.row, view.columns, fieldsOf[kind as ViewKind], mapping.zone);
  const source = { id: kept.id, row, content: kept, mapping: view, zone: mapping.zone };
  return { items: readers[kind as ViewKind](source), leftOut: [] };
}

const whose = (row: Row) => ({
  patient: { externalId: row.required('patientId', '患者编号'), patient: null },
  encounterExternalId: row.text('encounterId'),
});

function changedAtOf({ changedAt }: ViewContent, zone: string): Date {
  const row = new Row({ at: changedAt }, { at: 'at' }, {}, zone);
  return row.requiredTime('at', '变更时间');
}

function readPatient({ id, row }: Source): Canonical[] {
  const survivor = row.text('mergedInto');
  if (survivor && survivor !== id) {
    return [{ type: 'merge', survivorExternalId: survivor, mergedExternalId: id }];
  }
  const birthDate = row.required('birthDate', '出生日期');
  row.time('birthDate', '出生日期');
  const number = row.text('identityNumber').toUpperCase();
  return [
    {
      type: 'patient',
      patient: {
        externalId: id,
        name: row.required('name', '姓名'),
        gender: row.word<Gender>('gender', 'unknown'),
        birthDate: dayOf(birthDate),
        identity: number
          ? { type: row.word<IdentityType>('identityType', 'resident-id'), number }
          : null,
        phone: row.text('phone'),
        address: row.text('address'),
        cardNumber: row.text('cardNumber'),
        isDeceased: row.flag('isDeceased'),
      },
    },
  ];
}

/** 1988-05-16 00:00:00, 1988/5/16 and 19880516 are one day. */
function dayOf(text: string): string {
  const parts = /^(\d{4})[-/]?(\d{1,2})[-/]?(\d{1,2})/.exec(text);
  if (!parts) throw new InboundProblem('absurd-date', '出生日期不是合理的时间');
  return `${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}`;
}

function readEncounter({ id, row }: Source): Canonical[] {
  const startedAt = row.requiredTime('startedAt', '就诊开始时间');
  const endedAt = row.time('endedAt', '就诊结束时间');
  if (endedAt && endedAt < startedAt) {
    throw new InboundProblem('absurd-date', '就诊结束时间早于开始时间');
  }
  return [
    {
      type: 'encounter',
      externalId: id,
      ...whose(row),
      encounterExternalId: '',
      departmentCode: row.text('departmentCode'),
      doctorCode: row.text('doctorCode'),
      appointmentNo: row.text('appointmentNo'),
      encounter: {
        class: row.word<EncounterClass>('class', 'outpatient'),
        status: row.word<EncounterStatus>('status', endedAt ? 'finished' : 'in-progress'),
        visitNo: row.text('visitNo'),
        departmentName: row.text('departmentName'),
        doctorName: row.text('doctorName'),
        startedAt,
        endedAt,
        chiefComplaint: row.text('chiefComplaint'),
        treatment: row.text('treatment'),
        advice: row.text('advice'),
      },
    },
  ];
}

function readCharge({ id, row }: Source): Canonical[] {
  row.required('amountYuan', '金额');
  const yuan = row.number('amountYuan');
  const fen = Math.round((yuan ?? Number.NaN) * 100);
  if (yuan === null || Math.abs(fen / 100 - yuan) > 1e-9) {
    throw new InboundProblem('unit-mismatch', '金额不是整分');
  }
  return [
    {
      type: 'charge',
      externalId: id,
      ...whose(row),
      charge: {
        code: row.text('code'),
        name: row.required('name', '收费项目'),
        quantityText: row.text('quantity'),
        amountFen: fen,
        isCancelled: row.flag('isCancelled'),
        chargedAt: row.requiredTime('chargedAt', '收费时间'),
      },
    },
  ];
}

function readReport({ id, row, content, mapping, zone }: Source): Canonical[] {
  const issuedAt = row.requiredTime('issuedAt', '报告时间');
  const collectedAt = row.time('collectedAt', '采样时间');
  const columns = mapping.items?.columns ?? {};
  const lines = (content.items ?? []).map((item) =>
    lineOf(new Row(item, columns, itemFields, zone), collectedAt ?? issuedAt),
  );
  return [
    {
      type: 'report',
      externalId: id,
      ...whose(row),
      departmentCode: row.text('departmentCode'),
      report: {
        kind: row.word<ReportKind>('kind', 'lab'),
        code: row.text('code'),
        name: row.required('name', '报告名称'),
        reportNo: row.text('reportNo'),
        status: row.word<ReportStatus>('status', 'final'),
        specimen: row.text('specimen'),
        departmentName: row.text('departmentName'),
        requesterName: row.text('requesterName'),
        performerName: row.text('performerName'),
        reviewerName: row.text('reviewerName'),
        collectedAt,
        receivedAt: row.time('receivedAt', '标本接收时间'),
        reviewedAt: row.time('reviewedAt', '审核时间'),
        issuedAt,
        findings: row.text('findings'),
        conclusion: row.text('conclusion'),
        studyUid: row.text('studyUid'),
        observations: lines,
      },
    },
  ];
}

function lineOf(row: Row, takenAt: Date): IncomingObservation {
  const name = row.required('name', '检验项目');
  const number = row.number('value');
  const rangeLow = row.number('rangeLow');
  const rangeHigh = row.number('rangeHigh');
  const flag = row.word<ResultFlag | ''>('flag', '') || flagBy(number, rangeLow, rangeHigh);
  const isCritical = row.flag('isCritical') || flag === 'HH' || flag === 'LL';
  const bounds = rangeLow !== null && rangeHigh !== null ? `${rangeLow}–${rangeHigh}` : '';
  return {
    code: row.text('code') || name,
    name,
    value: row.text('value') || '未报告',
    number,
    unit: row.text('unit'),
    rangeText: row.text('rangeText') || bounds,
    rangeLow,
    rangeHigh,
    flag,
    isCritical,
    method: row.text('method'),
    effectiveAt: row.time('effectiveAt', '检测时间') ?? takenAt,
  };
}

function flagBy(number: number | null, low: number | null, high: number | null): ResultFlag {
  if (number === null) return 'N';
  if (high !== null && number > high) return 'H';
  return low !== null && number < low ? 'L' : 'N';
}

function readVital({ id, row }: Source): Canonical[] {
  const kind = row.word<VitalKind | ''>('kind', '');
  if (!kind) throw new InboundProblem('missing-field', '缺少体征类别');
  const isPressure = kind === 'blood-pressure';
  const systolic = isPressure ? row.number('systolic') : null;
  const diastolic = isPressure ? row.number('diastolic') : null;
  const value = isPressure ? null : row.number('value');
  if (isPressure ? systolic === null || diastolic === null : value === null) {
    throw new InboundProblem('missing-field', '缺少测量值');
  }
  return [
    {
      type: 'vital',
      externalId: id,
      ...whose(row),
      kind,
      systolic,
      diastolic,
      value,
      measuredAt: row.requiredTime('measuredAt', '测量时间'),
    },
  ];
}
