import type {
  Attachment,
  DiagnosticReport,
  Encounter,
  ImagingStudy,
  Observation,
  Reference,
  ServiceRequest,
  Specimen,
} from '@medplum/fhirtypes';
import type { ReportKind, ReportStatus } from '@suizhen/contract';
import { InboundProblem, type Reading } from '../../../modules/integration/canonical';
import type { IncomingObservation } from '../../../modules/records';
import { linesOf } from './observation';
import {
  type Company,
  codeOf,
  codesOf,
  companion,
  idOf,
  leftOutOf,
  requiredText,
  requiredTime,
  subjectOf,
  textOf,
  timeOf,
} from './values';

const used = [
  'identifier',
  'basedOn',
  'status',
  'category',
  'code',
  'subject',
  'encounter',
  'effectiveDateTime',
  'effectivePeriod',
  'issued',
  'performer',
  'resultsInterpreter',
  'specimen',
  'result',
  'imagingStudy',
  'conclusion',
  'presentedForm',
];

/** A whole report: what it says, and every result it stands on. */
export function readReport(company: Company<DiagnosticReport>): Reading {
  const { main } = company;
  const status = statusOf(main.status);
  const issuedAt = requiredTime(
    main.issued ?? main.effectiveDateTime ?? main.meta?.lastUpdated,
    '报告时间',
  );
  const specimen = companion<Specimen>(company, 'Specimen', main.specimen?.[0]);
  const collectedAt = collectedOf(main, specimen);
  const { lines, leftOut } = resultsOf(company, collectedAt ?? issuedAt);
  const encounter = companion<Encounter>(company, 'Encounter', main.encounter);
  const order = companion<ServiceRequest>(company, 'ServiceRequest', main.basedOn?.[0]);
  const department = encounter?.serviceProvider ?? performerOf(main, 'Organization');
  const reviewer = main.resultsInterpreter?.[0]?.display ?? '';
  return {
    items: [
      {
        type: 'report',
        externalId: requiredText(main.id, '报告编号'),
        patient: subjectOf(main.subject),
        encounterExternalId: idOf(main.encounter),
        departmentCode: codeOf(department),
        report: {
          kind: kindOf(main),
          code: main.code?.coding?.[0]?.code ?? '',
          name: requiredText(textOf(main.code), '报告名称'),
          reportNo: main.identifier?.[0]?.value ?? '',
          status,
          specimen: textOf(specimen?.type) || (main.specimen?.[0]?.display ?? ''),
          departmentName: department?.display ?? '',
          requesterName: order?.requester?.display ?? doctorOf(encounter),
          performerName: performerOf(main, 'Practitioner')?.display ?? '',
          reviewerName: reviewer,
          collectedAt,
          receivedAt: timeOf(specimen?.receivedTime, '标本接收时间'),
          reviewedAt: reviewer ? issuedAt : null,
          issuedAt,
          findings: findingsOf(main),
          conclusion: main.conclusion ?? '',
          studyUid: studyOf(company),
          observations: lines,
        },
      },
    ],
    leftOut: [...leftOutOf(main, used), ...leftOut, ...leftOutForms(main)],
  };
}

const statuses: Record<string, ReportStatus> = {
  partial: 'preliminary',
  preliminary: 'preliminary',
  final: 'final',
  amended: 'amended',
  appended: 'amended',
  corrected: 'corrected',
  cancelled: 'cancelled',
  'entered-in-error': 'cancelled',
};

function statusOf(status: string | undefined): ReportStatus {
  const known = statuses[status ?? ''];
  if (known) return known;
  // Registered: asked for, and nothing found yet.
  throw new InboundProblem('not-kept-here', '报告还没有结果');
}

/** Table v2-0074 and the words of the house. */
const kinds: Record<string, ReportKind> = {
  LAB: 'lab',
  HM: 'lab',
  CH: 'lab',
  MB: 'lab',
  SR: 'lab',
  IMM: 'lab',
  BLB: 'lab',
  TX: 'lab',
  GE: 'lab',
  VR: 'lab',
  URN: 'lab',
  lab: 'lab',
  RAD: 'imaging',
  RX: 'imaging',
  CT: 'imaging',
  NMR: 'imaging',
  CUS: 'imaging',
  OUS: 'imaging',
  RUS: 'imaging',
  VUS: 'imaging',
  NMS: 'imaging',
  EC: 'imaging',
  imaging: 'imaging',
  SP: 'pathology',
  CP: 'pathology',
  PAT: 'pathology',
  pathology: 'pathology',
  'physical-exam': 'physical-exam',
  'dental-picture': 'dental-picture',
  'LP29684-5': 'imaging',
  'LP7839-6': 'pathology',
  'LP29693-6': 'lab',
};

function kindOf(report: DiagnosticReport): ReportKind {
  const categories = (report.category ?? []).flatMap(codesOf);
  const known = categories.map((code) => kinds[code]).find((kind) => kind !== undefined);
  if (known) return known;
  if (report.imagingStudy?.length) return 'imaging';
  if (report.result?.length) return 'lab';
  throw new InboundProblem('unknown-kind', '报告类别不在约定的范围内');
}

function resultsOf(company: Company<DiagnosticReport>, takenAt: Date) {
  const lines: IncomingObservation[] = [];
  const leftOut: string[] = [];
  const seen = new Set<string>();
  const add = (references: readonly Reference[]): void => {
    for (const reference of references) {
      const id = idOf(reference);
      if (seen.has(id)) continue;
      seen.add(id);
      const observation = companion<Observation>(company, 'Observation', reference);
      if (!observation) {
        throw new InboundProblem('missing-field', '报告中的一项结果没有取到');
      }
      if (observation.status === 'entered-in-error' || observation.status === 'cancelled') {
        leftOut.push('Observation（已作废）');
        continue;
      }
      const isGroup = observation.hasMember?.length && !observation.component?.length;
      if (!isGroup || hasOwnValue(observation)) lines.push(...linesOf(observation, takenAt));
      leftOut.push(...leftOutOf(observation, usedOfResult));
      add(observation.hasMember ?? []);
    }
  };
  add(company.main.result ?? []);
  return { lines, leftOut: [...new Set(leftOut)] };
}

const hasOwnValue = (observation: Observation): boolean =>
  Object.keys(observation).some((key) => key.startsWith('value'));

const usedOfResult = [
  'identifier',
  'status',
  'category',
  'code',
  'subject',
  'encounter',
  'effectiveDateTime',
  'effectivePeriod',
  'issued',
  'valueQuantity',
  'valueCodeableConcept',
  'valueString',
  'valueInteger',
  'valueBoolean',
  'valueRatio',
  'valueRange',
  'valueDateTime',
  'valueTime',
  'dataAbsentReason',
  'interpretation',
  'referenceRange',
  'component',
  'hasMember',
  'method',
  'performer',
  'specimen',
];

function performerOf(report: DiagnosticReport, type: string): Reference | undefined {
  return report.performer?.find(
    (one) => one.type === type || one.reference?.includes(`${type}/`) === true,
  );
}

function doctorOf(encounter: Encounter | undefined): string {
  return encounter?.participant?.find((one) => one.individual)?.individual?.display ?? '';
}

function collectedOf(report: DiagnosticReport, specimen: Specimen | undefined): Date | null {
  return timeOf(
    specimen?.collection?.collectedDateTime ??
      report.effectiveDateTime ??
      report.effectivePeriod?.start,
    '采样时间',
  );
}

/** What was seen, where it travels as text; laid-out documents stay with the system. */
function findingsOf({ presentedForm = [] }: DiagnosticReport): string {
  return presentedForm
    .filter(isText)
    .map((form) =>
      Buffer.from(form.data ?? '', 'base64')
        .toString('utf8')
        .trim(),
    )
    .join('\n');
}

function isText(form: Attachment): boolean {
  return form.data !== undefined && (form.contentType ?? '').startsWith('text/plain');
}

function leftOutForms({ presentedForm = [] }: DiagnosticReport): string[] {
  return presentedForm
    .filter((form) => !isText(form))
    .map((form) => `DiagnosticReport.presentedForm（${form.contentType ?? '未注明类型'}）`);
}

/** The DICOM uid by which the PACS finds the pictures. */
function studyOf(company: Company<DiagnosticReport>): string {
  const reference = company.main.imagingStudy?.[0];
  const study = companion<ImagingStudy>(company, 'ImagingStudy', reference);
  const numbers = [
    ...(study?.identifier ?? []),
    ...(reference?.identifier ? [reference.identifier] : []),
  ];
  const uid = numbers.find((one) => one.system === 'urn:dicom:uid')?.value ?? '';
  return uid.replace(/^urn:oid:/, '');
}
