import type { Resource } from '@medplum/fhirtypes';
import { InboundProblem, type Reading } from '../../../modules/integration/canonical';
import type { RawItem } from '../../../modules/integration/ports';
import { readCondition, readEncounter } from './encounter';
import { readChargeItem, readClaim, readMedicationRequest, readServiceRequest } from './orders';
import { readPatient } from './patient';
import { readReport } from './report';
import { readSchedule, readScheduleList } from './roster';
import { readAppointment, readPractitioner, readPractitionerRole } from './schedule';
import type { Company } from './values';
import { readVital } from './vital';

type Reader = (company: Company<never>) => Reading;

const readers: Partial<Record<Resource['resourceType'], Reader>> = {
  Patient: readPatient,
  Practitioner: readPractitioner,
  PractitionerRole: readPractitionerRole,
  Schedule: readSchedule,
  List: readScheduleList,
  Appointment: readAppointment,
  Encounter: readEncounter,
  Condition: readCondition,
  Observation: readVital,
  DiagnosticReport: readReport,
  MedicationRequest: readMedicationRequest,
  ServiceRequest: readServiceRequest,
  ChargeItem: readChargeItem,
  Claim: readClaim,
};

/** One resource, alone or as the first of a bundle with those it needs. @throws InboundProblem */
export function readContent({ content, encoding }: Pick<RawItem, 'content' | 'encoding'>): Reading {
  if (encoding !== 'utf-8') throw new InboundProblem('wrong-encoding', 'FHIR 只用 UTF-8');
  const company = companyOf(parse(content));
  const reader = readers[company.main.resourceType];
  if (!reader) {
    throw new InboundProblem('not-kept-here', `这里不保存 ${company.main.resourceType} 资源`);
  }
  try {
    return reader(company as Company<never>);
  } catch (error) {
    // A text where FHIR has a list: whatever breaks over it, the resource is not one.
    if (error instanceof TypeError) {
      throw new InboundProblem('unreadable', '资源的结构不符合 FHIR R4');
    }
    throw error;
  }
}

function parse(content: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new InboundProblem('wrong-encoding', '内容不是 UTF-8');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InboundProblem('unreadable', '内容不是 JSON');
  }
}

function companyOf(value: unknown): Company {
  if (!isResource(value)) throw new InboundProblem('unreadable', '内容不是 FHIR 资源');
  if (value.resourceType !== 'Bundle') return { main: value, others: [] };
  const entries = value.entry;
  const [main, ...others] = (Array.isArray(entries) ? entries : [])
    .map((entry) => entry?.resource)
    .filter(isResource);
  if (!main) throw new InboundProblem('unreadable', '资源包是空的');
  return { main, others };
}

function isResource(value: unknown): value is Resource {
  return (
    typeof value === 'object' &&
    value !== null &&
    /^[A-Z][A-Za-z]{2,60}$/.test(String((value as { resourceType?: unknown }).resourceType))
  );
}
