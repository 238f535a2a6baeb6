import type {
  ChargeItem,
  Condition,
  DiagnosticReport,
  Encounter,
  MedicationRequest,
  Observation,
  Patient,
  Resource,
} from '@medplum/fhirtypes';
import { labReport } from '../../dev/simulators/his/hl7-lab';
import { reportResources } from '../../dev/simulators/his/fhir/resources';
import type { FhirStore, Kept } from '../../dev/simulators/his/fhir/store';
import type { Hl7Patient } from '../../dev/simulators/his/hl7';
import { identitySystems } from '../../src/adapters/his-fhir/systems';
import type { Random } from '../random';
import type { HospitalTime } from './hospital-time';
import { absurd, rootOf } from './fhir-truth';
import { dossier, human, phoneOf } from './humans';

/** Together less than the product reads again each time (ten minutes): what is later, a comparison finds. */
const latestMs = 6 * 60_000;
const wanderMs = 90_000;
/** Few, so that a correction also goes back to what stood there before. */
export const values = [4.1, 5.2, 6.9];

export const deeds = {
  newPatient: 3,
  newPhone: 4,
  newVisit: 4,
  finishVisit: 3,
  newCharge: 4,
  changeCharge: 3,
  newDiagnosis: 2,
  newOrder: 2,
  newReport: 5,
  correctReport: 3,
  correctLine: 5,
  absurdReport: 1,
  mendReport: 1,
  orphanReport: 1,
  latePatient: 1,
  secondDossier: 2,
  merge: 1.5,
};

/** What happens in the hospital whose system is asked by FHIR; what it holds is what the product must hold. */
export class FhirSide {
  /** Those who were born here, not those whom the product registered. */
  private readonly people: Hl7Patient[] = [];
  private readonly dossiers: { id: string; of: string }[] = [];
  private readonly unborn: Hl7Patient[] = [];
  private numbers = 0;
  /** Reports that a person had, or has, to look at. */
  readonly doubtful = new Set<string>();

  constructor(
    readonly store: FhirStore,
    private readonly time: HospitalTime,
    private readonly random: Random,
    /** Whom the laboratory or the product knows as well: nobody changes their phone here. */
    private readonly shared: readonly Hl7Patient[],
  ) {
    for (const patient of shared) this.register(patient);
  }

  act(deed: keyof typeof deeds): void {
    this.time.tick(this.random.between(1_000, 20_000));
    this[deed]();
  }

  /** Written now, and says so; but for some that waited, and a clock that goes a little before and behind. */
  private put<T extends Resource>(resource: T & { id: string }, lateMs?: number): void {
    const before = this.store.get(resource.resourceType, resource.id);
    const last = before && before !== 'deleted' ? Date.parse(before.meta.lastUpdated) : 0;
    const late = lateMs ?? (this.random.chance(0.25) ? this.random.int(latestMs) : 0);
    const wander = this.random.between(-wanderMs, wanderMs);
    const at = Math.max(this.time.now().getTime() + wander - late, last + 1);
    this.store.put(resource, new Date(at));
  }

  private list<T extends Resource>(type: T['resourceType']): (T & Kept)[] {
    return this.store.list(type) as (T & Kept)[];
  }

  private one<T extends Resource>(type: T['resourceType']): (T & Kept) | undefined {
    // By id: in which order the rows were written is not the same in every run.
    const all = [...this.list<T>(type)].sort((a, b) => (a.id < b.id ? -1 : 1));
    // Mostly what people still work on: it changes again and again, also while it is being fetched.
    const some = this.random.chance(0.8) ? all.slice(-4) : all;
    return some.length > 0 ? this.random.pick(some) : undefined;
  }

  private id(letter: string): string {
    return `${letter}${String(++this.numbers).padStart(5, '0')}`;
  }

  private register(patient: Hl7Patient, lateMs?: number): void {
    this.people.push(patient);
    this.put(patientResource(patient), lateMs);
  }

  private newPatient(): void {
    this.register(human(1_000 + this.numbers, this.id('HP')));
  }

  private newPhone(): void {
    const person = this.random.pick(this.people);
    if (this.shared.includes(person)) return void this.newReport();
    const n = Number(/\d+/.exec(person.name)![0]);
    const phone = phoneOf(n, this.random.int(7));
    const known = this.store.get('Patient', person.id) as Patient & Kept;
    this.put({ ...known, telecom: [{ system: 'phone', use: 'mobile', value: phone }] });
  }

  private newVisit(): void {
    const subject = { reference: `Patient/${this.somebody()}` };
    this.put<Encounter>({
      resourceType: 'Encounter',
      id: this.id('V'),
      status: 'in-progress',
      class: { code: 'AMB' },
      subject,
      period: { start: this.time.now().toISOString() },
    });
  }

  /** Also under the number of a dossier that has ended since. */
  private somebody(): string {
    const ids = [...this.people, ...this.dossiers].map(({ id }) => id);
    return this.random.pick(ids);
  }

  private finishVisit(): void {
    const visit = this.one<Encounter>('Encounter');
    if (!visit) return this.newVisit();
    this.put<Encounter>({
      ...visit,
      status: visit.status === 'finished' ? 'in-progress' : 'finished',
      period: {
        ...visit.period,
        end: new Date(Date.parse(visit.period!.start!) + 600_000).toISOString(),
      },
    });
  }

  /** Of a visit, mostly. */
  private about() {
    const visit = this.random.chance(0.7) ? this.one<Encounter>('Encounter') : undefined;
    return visit
      ? { subject: visit.subject!, encounter: { reference: `Encounter/${visit.id}` } }
      : { subject: { reference: `Patient/${this.somebody()}` } };
  }

  private newCharge(): void {
    const { encounter, subject } = this.about();
    this.put<ChargeItem>({
      resourceType: 'ChargeItem',
      id: this.id('C'),
      status: 'billed',
      subject,
      ...(encounter ? { context: encounter } : {}),
      code: { coding: [{ code: 'XY001' }], text: '阿莫西林胶囊' },
      occurrenceDateTime: this.time.now().toISOString(),
      quantity: { value: 1, unit: '盒' },
      priceOverride: { value: this.random.between(1, 9) * 1.5, currency: 'CNY' },
    });
  }

  private changeCharge(): void {
    const charge = this.one<ChargeItem>('ChargeItem');
    if (!charge) return this.newCharge();
    this.put<ChargeItem>({ ...charge, status: charge.status === 'billed' ? 'aborted' : 'billed' });
  }

  private newDiagnosis(): void {
    this.put<Condition>({
      resourceType: 'Condition',
      id: this.id('D'),
      ...this.about(),
      code: { coding: [{ code: 'J06.9' }], text: `急性上呼吸道感染 ${this.random.int(9)}` },
      recordedDate: this.time.now().toISOString(),
    });
  }

  private newOrder(): void {
    this.put<MedicationRequest>({
      resourceType: 'MedicationRequest',
      id: this.id('M'),
      status: 'completed',
      intent: 'order',
      ...this.about(),
      medicationCodeableConcept: { coding: [{ code: 'XY001' }], text: '阿莫西林胶囊' },
      authoredOn: this.time.now().toISOString(),
      dosageInstruction: [{ text: '每日三次' }],
      dispenseRequest: { quantity: { value: this.random.between(1, 5), unit: '盒' } },
    });
  }

  newReport(patientId?: string, lateMs?: number): string {
    const { subject, encounter } = this.about();
    const id = this.id('R');
    const patient = patientId ?? subject.reference!.split('/')[1]!;
    const items = { K: this.random.pick(values) };
    const is = labReport(
      { patient: human(1, patient), panel: 'salts', items },
      id,
      this.time.now(),
    );
    const visitId = patientId ? '' : (encounter?.reference.split('/')[1] ?? '');
    const whole = { id, is, patientId: patient, visitId, departmentCode: '' };
    for (const { resource } of reportResources(whole)) this.put(resource, lateMs);
    return id;
  }

  private correctReport(): void {
    const report = this.one<DiagnosticReport>('DiagnosticReport');
    if (!report) return void this.newReport();
    this.writeLine(report);
    const issued = report.issued === absurd ? absurd : this.time.now().toISOString();
    this.put<DiagnosticReport>({ ...report, status: 'corrected', issued });
  }

  /** A line only; the report is not touched. */
  private correctLine(): void {
    const report = this.one<DiagnosticReport>('DiagnosticReport');
    if (report) this.writeLine(report);
  }

  private writeLine({ result = [] }: DiagnosticReport): void {
    const [, id] = result[0]!.reference!.split('/');
    const line = this.store.get('Observation', id!) as Observation & Kept;
    this.put<Observation>({
      ...line,
      valueQuantity: { ...line.valueQuantity, value: this.random.pick(values) },
    });
  }

  private absurdReport(): void {
    const id = this.newReport();
    this.doubtful.add(id);
    const report = this.store.get('DiagnosticReport', id) as DiagnosticReport & Kept;
    this.put<DiagnosticReport>({ ...report, issued: absurd });
  }

  private mendReport(): void {
    const report = this.list<DiagnosticReport>('DiagnosticReport').find(
      ({ issued }) => issued === absurd,
    );
    if (report) this.put<DiagnosticReport>({ ...report, issued: this.time.now().toISOString() });
  }

  /** Of somebody who is registered afterwards, or never. */
  private orphanReport(): void {
    const patient = human(1_000 + this.numbers, this.id('HP'));
    this.unborn.push(patient);
    this.doubtful.add(this.newReport(patient.id));
  }

  private latePatient(): void {
    const patient = this.unborn.shift();
    if (patient) this.register(patient);
  }

  private secondDossier(): void {
    const person = this.random.pick(this.people);
    const id = this.id('HD');
    this.dossiers.push({ id, of: person.id });
    this.put(patientResource(dossier(person, id)));
  }

  /** The person, with the dossier that was made a second time: one record from now on. */
  private merge(): void {
    const open = this.dossiers.find(({ id }) => rootOf(this.store, id) === id);
    if (!open) return this.secondDossier();
    const link = (id: string, type: 'replaces' | 'replaced-by') => ({
      other: { reference: `Patient/${id}` },
      type,
    });
    const ended = this.store.get('Patient', open.id) as Patient & Kept;
    const stays = this.store.get('Patient', open.of) as Patient & Kept;
    this.put<Patient & Kept>({ ...ended, active: false, link: [link(open.of, 'replaced-by')] });
    const links = [...(stays.link ?? []), link(open.id, 'replaces')];
    this.put<Patient & Kept>({ ...stays, link: links });
  }
}

function patientResource(patient: Hl7Patient): Patient & { id: string } {
  const { id, identityNumber, phone } = patient;
  const type = identityNumber.length === 18 ? 'resident-id' : 'passport';
  return {
    resourceType: 'Patient',
    id,
    active: true,
    ...(identityNumber
      ? { identifier: [{ system: identitySystems[type][0]!, value: identityNumber }] }
      : {}),
    name: [{ use: 'official', text: patient.name }],
    gender: patient.gender,
    birthDate: patient.birthDate,
    ...(phone ? { telecom: [{ system: 'phone', use: 'mobile', value: phone }] } : {}),
  };
}
