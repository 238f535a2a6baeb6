import { randomUUID } from 'node:crypto';
import type { DiagnosticReport, Observation, Patient } from '@medplum/fhirtypes';
import type { HospitalClock } from '../kernel/hospital-clock';
import { type Collection, type Journal } from '../kernel/journal';
import type { PanelName } from './data/panels';
import { panels } from './data/panels';
import { reportResources } from './fhir/resources';
import type { FhirStore, Kept } from './fhir/store';
import type { Hl7Patient, Hl7Sim } from './hl7';
import { labReport } from './hl7-lab';

export type Wire = 'fhir' | 'lis';

export interface NewReport {
  patientId: string;
  panel?: PanelName;
  items?: Record<string, number | string>;
  isCritical?: boolean;
  /** `lis`: as a message of the laboratory; `fhir`: it stands there and is fetched. */
  by?: Wire;
}

/** What was done here, so that it can be corrected. */
export interface HisDeed {
  id: string;
  at: string;
  what: string;
  by: Wire;
  reportNo: string;
  /** Of the FHIR server; empty for what the laboratory sent. */
  reportId: string;
  items: string[];
  /** What the other side said. */
  answer: string;
}

/** What people in the hospital do while one looks on. */
export class HisActions {
  private readonly deeds: Collection<HisDeed>;
  private readonly state: Collection<boolean>;

  constructor(
    private readonly store: FhirStore,
    private readonly clock: HospitalClock,
    private readonly hl7: Hl7Sim,
    journal: Journal,
  ) {
    this.deeds = journal.collection('his-deeds');
    this.state = journal.collection('his-state');
    if (this.isDown) this.hl7.desk.fault('break', 1_000_000);
  }

  get isDown(): boolean {
    return this.state.get('isDown') === true;
  }

  list(): HisDeed[] {
    return this.deeds.values().reverse().slice(0, 50);
  }

  setDown(isDown: boolean): void {
    this.state.put('isDown', isDown);
    if (isDown) this.hl7.desk.fault('break', 1_000_000);
    else this.hl7.desk.clearFaults();
  }

  async newReport(request: NewReport): Promise<HisDeed> {
    await this.clock.refresh();
    const patient = this.patient(request.patientId);
    const panel = request.panel ?? (request.isCritical ? 'salts' : 'bloodCount');
    const wish = {
      patient,
      panel,
      ...(request.items ? { items: request.items } : {}),
      isCritical: request.isCritical === true,
    };
    const what = `${panels[panel].name}${request.isCritical ? '（危急值）' : ''}`;
    if ((request.by ?? 'lis') === 'lis') {
      const sent = await this.hl7.sendLabReport(wish);
      return this.remember(what, 'lis', sent.reportNo, '', panel, sent.answer?.code ?? '无应答');
    }
    const reportNo = `JY${randomUUID().slice(0, 8).toUpperCase()}`;
    const report = labReport(wish, reportNo, this.clock.now());
    const id = `N${reportNo}`;
    const whole = { id, is: report, patientId: patient.id, visitId: '', departmentCode: '' };
    for (const { resource } of reportResources(whole)) this.store.put(resource);
    return this.remember(what, 'fhir', reportNo, id, panel, '等待读取');
  }

  /** One item was wrong. @throws when nothing of that name was sent from here */
  async correct(reportNo: string, items: Record<string, number | string>): Promise<HisDeed> {
    await this.clock.refresh();
    const deed = this.deeds.values().find((one) => one.reportNo === reportNo);
    if (!deed) throw new Error('没有发过这份报告');
    if (deed.by === 'lis') {
      const sent = await this.hl7.sendCorrection(reportNo, items);
      return this.say(`更正 ${deed.what}`, deed, sent.answer?.code ?? '无应答');
    }
    this.correctResources(deed.reportId, items);
    return this.say(`更正 ${deed.what}`, deed, '等待读取');
  }

  /** Two records were one person: the second ends and says where it went. */
  async merge(survivorId: string, mergedId: string): Promise<void> {
    await this.clock.refresh();
    const survivor = this.resource<Patient>('Patient', survivorId);
    const merged = this.resource<Patient>('Patient', mergedId);
    if (!survivor || !merged || survivorId === mergedId) throw new Error('请选择两位不同的患者');
    const link = (id: string, type: 'replaces' | 'replaced-by') => ({
      other: { reference: `Patient/${id}` },
      type,
    });
    this.store.put({ ...merged, active: false, link: [link(survivorId, 'replaced-by')] });
    const links = [...(survivor.link ?? []), link(mergedId, 'replaces')];
    this.store.put({ ...survivor, link: links });
  }

  async changePhone(patientId: string, phone: string): Promise<void> {
    await this.clock.refresh();
    const patient = this.resource<Patient>('Patient', patientId);
    if (!patient) throw new Error('没有这位患者');
    this.store.put({ ...patient, telecom: [{ system: 'phone', use: 'mobile', value: phone }] });
  }

  patients(): Hl7Patient[] {
    return this.store
      .list('Patient')
      .filter((one) => (one as Patient).active !== false)
      .map((one) => hl7Patient(one as Patient & Kept));
  }

  private patient(id: string): Hl7Patient {
    const found = this.patients().find((one) => one.id === id);
    if (!found) throw new Error('没有这位患者');
    return found;
  }

  private correctResources(reportId: string, items: Record<string, number | string>): void {
    const report = this.resource<DiagnosticReport>('DiagnosticReport', reportId);
    if (!report) throw new Error('没有这份报告');
    for (const { reference } of report.result ?? []) {
      const line = this.resource<Observation>('Observation', reference?.split('/')[1] ?? '');
      const told = items[line?.code.coding?.[0]?.code ?? ''];
      if (!line || told === undefined) continue;
      // What was said of the old value is not true of the new one; the range says it.
      const { interpretation: _old, ...rest } = line;
      this.store.put(
        typeof told === 'number'
          ? { ...rest, valueQuantity: { ...line.valueQuantity, value: told } }
          : { ...rest, valueString: told },
      );
    }
    this.store.put({
      ...report,
      status: 'corrected',
      issued: this.clock.now().toISOString(),
    });
  }

  private resource<T>(type: string, id: string): (T & Kept) | undefined {
    const found = this.store.get(type, id);
    return found && found !== 'deleted' ? (found as T & Kept) : undefined;
  }

  private remember(
    what: string,
    by: Wire,
    reportNo: string,
    reportId: string,
    panel: PanelName,
    answer: string,
  ): HisDeed {
    const items = panels[panel].items.map(({ code }) => code);
    const id = randomUUID();
    const at = this.clock.now().toISOString();
    const deed = { id, at, what, by, reportNo, reportId, items, answer };
    this.deeds.put(id, deed);
    this.deeds.trim(200);
    return deed;
  }

  private say(what: string, { by, reportNo, reportId, items }: HisDeed, answer: string): HisDeed {
    const id = randomUUID();
    const at = this.clock.now().toISOString();
    return this.deeds.put(id, { id, at, what, by, reportNo, reportId, items, answer });
  }
}

function hl7Patient(patient: Patient & Kept): Hl7Patient {
  return {
    id: patient.id,
    name: patient.name?.[0]?.text ?? patient.name?.[0]?.family ?? '',
    gender: patient.gender === 'male' ? 'male' : 'female',
    birthDate: patient.birthDate ?? '',
    identityNumber:
      patient.identifier?.find((one) => one.system === 'urn:oid:2.16.156.10011.1.3')?.value ?? '',
    phone: patient.telecom?.[0]?.value ?? '',
    address: patient.address?.[0]?.text ?? '',
  };
}
