import type {
  IncomingEncounter,
  IncomingObservation,
  IncomingReport,
  RecordPlace,
  RecordSource,
} from '../../src/modules/records';
import { RecordIntake, type Saved } from '../../src/modules/records';
import { UnitOfWork } from '../../src/kernel';
import type { TestApp } from './app';

/** A connected laboratory system of a branch. */
export async function anExternalSystem(app: TestApp, branchId: string): Promise<string> {
  const id = app.newId();
  await app.sql.query(
    `insert into external_system (id, branch_id, name, code, kind, adapter, config, is_enabled, created_at)
     values ($1, $2, '检验系统', $3, 'lis', 'hl7', '{}', true, $4)`,
    [id, branchId, `lis-${id.slice(-12)}`, app.clock.now()],
  );
  return id;
}

export function anObservation(over: Partial<IncomingObservation> = {}): IncomingObservation {
  return {
    code: 'K',
    name: '血清钾',
    value: '4.1',
    number: 4.1,
    unit: 'mmol/L',
    rangeText: '3.5-5.3',
    rangeLow: 3.5,
    rangeHigh: 5.3,
    flag: 'N',
    isCritical: false,
    method: '',
    effectiveAt: new Date('2026-03-03T08:00:00+08:00'),
    ...over,
  };
}

export const criticalPotassium = (over: Partial<IncomingObservation> = {}): IncomingObservation =>
  anObservation({ value: '6.9', number: 6.9, flag: 'HH', isCritical: true, ...over });

/** A laboratory report of this morning. */
export function aReport(over: Partial<IncomingReport> = {}): IncomingReport {
  return {
    kind: 'lab',
    code: 'ELEC',
    name: '电解质',
    reportNo: 'R0001',
    status: 'final',
    specimen: '血清',
    departmentName: '检验科',
    requesterName: '李医生',
    performerName: '赵技师',
    reviewerName: '孙技师',
    collectedAt: new Date('2026-03-03T07:30:00+08:00'),
    receivedAt: new Date('2026-03-03T07:50:00+08:00'),
    reviewedAt: new Date('2026-03-03T08:30:00+08:00'),
    issuedAt: new Date('2026-03-03T08:40:00+08:00'),
    findings: '',
    conclusion: '',
    studyUid: '',
    observations: [anObservation()],
    ...over,
  };
}

/** A visit of this morning. */
export function anEncounter(over: Partial<IncomingEncounter> = {}): IncomingEncounter {
  return {
    class: 'outpatient',
    status: 'finished',
    visitNo: 'V0001',
    departmentName: '内科',
    doctorName: '李医生',
    startedAt: new Date('2026-03-03T09:10:00+08:00'),
    endedAt: new Date('2026-03-03T09:30:00+08:00'),
    chiefComplaint: '咳嗽三天',
    treatment: '对症处理',
    advice: '多饮水，三天后复诊',
    ...over,
  };
}

export const aPlace = (place: { patientId: string; branchId: string } & Partial<RecordPlace>) => ({
  departmentId: null,
  doctorId: null,
  encounterId: null,
  appointmentId: null,
  ...place,
});

/** A version of a record; later versions are changed a minute later. */
export function aSource(systemId: string, sourceId: string, version = 1): RecordSource {
  const changedAt = new Date(Date.parse('2026-03-03T08:40:00+08:00') + version * 60_000);
  return { systemId, sourceId, version: String(version), changedAt };
}

/** Takes a report in as the pipeline does. */
export async function takeReport(
  app: TestApp,
  source: RecordSource,
  place: RecordPlace,
  report: IncomingReport,
): Promise<Saved> {
  const intake = await app.get(RecordIntake);
  const unitOfWork = await app.get(UnitOfWork);
  return unitOfWork.run((tx) => intake.saveReport(tx, source, place, report));
}
