import type {
  CodeableConcept,
  Extension,
  Identifier,
  Quantity,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import { InboundProblem } from '../../../modules/integration/canonical';
import { extensions } from '../systems';

/** The resource a message is about, and those it needs to be understood. */
export interface Company<T extends Resource = Resource> {
  main: T;
  others: readonly Resource[];
}

/** `Patient/1`, `http://host/fhir/Patient/1/_history/2`, `urn:uuid:…`: the id that stands in it. */
export function idOf(reference: Reference | undefined): string {
  const text = reference?.reference ?? '';
  const path = text.replace(/\/_history\/.*$/, '');
  return path.startsWith('urn:') ? (path.split(':').at(-1) ?? '') : (path.split('/').at(-1) ?? '');
}

/** The number somebody gave it, else its id. */
export function codeOf(reference: Reference | undefined): string {
  return reference?.identifier?.value ?? idOf(reference);
}

export function companion<T extends Resource>(
  { others }: Company,
  type: T['resourceType'],
  reference: Reference | undefined,
): T | undefined {
  const id = idOf(reference);
  if (!id) return undefined;
  return others.find((other): other is T => other.resourceType === type && other.id === id);
}

export function textOf(concept: CodeableConcept | undefined): string {
  return (
    concept?.text ??
    concept?.coding?.[0]?.display ??
    concept?.coding?.[0]?.code ??
    ''
  ).trim();
}

export function codesOf(concept: CodeableConcept | undefined): string[] {
  return (concept?.coding ?? []).flatMap((coding) => (coding.code ? [coding.code] : []));
}

export function identifierOf(
  identifiers: readonly Identifier[] | undefined,
  system: string,
): string {
  return identifiers?.find((one) => one.system === system)?.value?.trim() ?? '';
}

/** Numbers may come as the text they were written as. */
export function decimalOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const read = Number(value);
  return Number.isFinite(read) ? read : null;
}

export function quantityText(quantity: Quantity | undefined): string {
  if (quantity?.value === undefined) return '';
  return `${String(quantity.value)}${unitOf(quantity)}`;
}

export function unitOf(quantity: Quantity | undefined): string {
  const unit = quantity?.unit ?? quantity?.code ?? '';
  return unit === '1' ? '' : unit;
}

export function extensionText(
  resource: { extension?: Extension[] },
  name: keyof typeof extensions,
): string {
  return resource.extension?.find((one) => one.url === extensions[name])?.valueString ?? '';
}

const instant =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const yearsOfPeople = { from: 1900, to: 2100 };

/** A day alone, or a time without a zone, is meant as in China. */
export function timeOf(text: string | undefined, what: string): Date | null {
  if (!text) return null;
  const parts = instant.exec(text);
  const written = !parts
    ? ''
    : parts[4] === undefined
      ? `${text}T00:00:00+08:00`
      : parts[7]
        ? text
        : `${text}+08:00`;
  const at = new Date(written);
  const year = at.getUTCFullYear();
  if (!(year >= yearsOfPeople.from && year <= yearsOfPeople.to)) {
    throw new InboundProblem('absurd-date', `${what}不是合理的时间`);
  }
  return at;
}

export function requiredTime(text: string | undefined, what: string): Date {
  const at = timeOf(text, what);
  if (!at) throw missing(what);
  return at;
}

export function requiredText(text: string | undefined, what: string): string {
  const value = (text ?? '').trim();
  if (!value) throw missing(what);
  return value;
}

export function missing(what: string): InboundProblem {
  return new InboundProblem('missing-field', `缺少${what}`);
}

/** Present in every resource, and nothing that could be lost. */
const always = ['resourceType', 'id', 'meta', 'text', 'implicitRules', 'language'];

/** Parts of a resource that no mapping looks at. */
export function leftOutOf(resource: Resource, used: readonly string[]): string[] {
  return Object.keys(resource)
    .filter((key) => !always.includes(key) && !used.includes(key) && !key.startsWith('_'))
    .map((key) => `${resource.resourceType}.${key}`);
}

/** Whom a resource is about. */
export function subjectOf(reference: Reference | undefined) {
  return { externalId: requiredText(idOf(reference), '患者'), patient: null };
}
