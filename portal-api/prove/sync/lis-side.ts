import type { Hl7Patient, Hl7Report, Hl7Sim, SendFault } from '../../dev/simulators/his/hl7';
import { labReport, withValue } from '../../dev/simulators/his/hl7-lab';
import { panels } from '../../dev/simulators/his/data/panels';
import { sleep } from '../../dev/postgres';
import { must } from '../proof';
import type { Random } from '../random';
import { values } from './fhir-side';
import type { Lines } from './fhir-truth';
import type { HospitalTime } from './hospital-time';
import { dossier, human, phoneOf } from './humans';

export const lisDeeds = {
  newReport: 6,
  correct: 5,
  withdraw: 1,
  newPatient: 1,
  newPhone: 2,
  secondDossier: 1,
  merge: 1,
};

const manners: Record<SendFault | 'well', number> = {
  well: 10,
  split: 2,
  together: 2,
  resend: 2,
  'out-of-order': 2,
  gb18030: 1,
  'wrong-encoding': 1,
  broken: 1,
  garbage: 1,
};

interface Job {
  /** What it is about: of two versions only the later must arrive. */
  about: string;
  version: number;
  send(): Promise<{ controlId: string; answer: { code: string } | null }>;
}

/** A laboratory that pushes: one message at a time, again until somebody says yes. */
export class LisSide {
  /** Number by number: whom the laboratory knows, and under which number they are kept by now. */
  private readonly people: Hl7Patient[];
  private readonly current = new Map<string, Hl7Patient>();
  private readonly roots = new Map<string, string>();
  private readonly reports = new Map<string, Hl7Report>();
  /** Of whom the product was told at all. */
  private readonly told = new Set<string>();
  private readonly versions = new Map<string, number>();
  private readonly jobs: Job[] = [];
  private readonly held = new Set<Promise<unknown>>();
  private numbers = 0;
  private isOver = false;
  private readonly lane: Promise<void>;
  /** Messages that were sent so that nobody can read them, by their number. */
  readonly unreadable = new Set<string>();
  /** Of the messages that were answered with a yes, how many. */
  taken = 0;

  constructor(
    private readonly hl7: Hl7Sim,
    private readonly time: HospitalTime,
    private readonly random: Random,
    shared: readonly Hl7Patient[],
  ) {
    this.people = [...shared];
    for (const person of shared) this.current.set(person.id, person);
    this.newPatient();
    this.lane = this.work();
  }

  act(deed: keyof typeof lisDeeds): void {
    this[deed]();
  }

  /** Everything is said and answered. */
  async finish(withinMs: number): Promise<void> {
    const end = performance.now() + withinMs;
    while (this.jobs.length > 0 || this.held.size > 0) {
      if (this.jobs.length === 0) await this.hl7.flush();
      must(performance.now() < end, 'the laboratory cannot get rid of its messages', {
        waiting: this.jobs.length,
      });
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    this.isOver = true;
    this.hl7.clearFaults();
    await Promise.race([this.lane, sleep(5_000)]);
  }

  lines(): Lines {
    const lines: Lines = new Map();
    const root = (id: string): string => (this.roots.has(id) ? root(this.roots.get(id)!) : id);
    for (const { id, name, phone } of this.current.values()) {
      if (!this.told.has(id)) continue;
      lines.set(`patient ${id}`, `is ${root(id)}`);
      if (root(id) === id) lines.set(`person ${id}`, `${name} ${phone}`);
    }
    for (const { patient, report } of this.reports.values()) {
      const results = report.observations.map(({ code, value }) => `${code}=${value}`).join(' ');
      const key = `report ${report.reportNo}/${report.code}`;
      lines.set(key, `${root(patient.id)}  ${report.status} ${results}`);
    }
    return lines;
  }

  private post(about: string, send: Job['send']): void {
    const version = (this.versions.get(about) ?? 0) + 1;
    this.versions.set(about, version);
    this.jobs.push({ about, version, send });
  }

  private async work(): Promise<void> {
    while (!this.isOver) {
      const job = this.jobs.shift();
      if (!job) {
        await sleep(20);
        continue;
      }
      const manner = this.random.weighted(manners);
      if (manner !== 'well') this.hl7.fault(manner);
      // No two messages of one second: their time says which is the later.
      this.time.tick(2_000);
      const sent = this.settle(job);
      this.held.add(sent);
      void sent.finally(() => this.held.delete(sent));
      if (manner !== 'together' && manner !== 'out-of-order') await sent;
    }
  }

  private async settle(job: Job): Promise<void> {
    const { controlId, answer } = await job.send();
    if (this.isOver) return;
    if (answer?.code === 'AA') {
      this.taken += 1;
      return;
    }
    if (answer?.code === 'AE') this.unreadable.add(controlId);
    else must(answer === null, 'the product refused a message of the laboratory', answer);
    // What was corrected since is not said again.
    if (job.version === this.versions.get(job.about)) this.jobs.unshift(job);
  }

  private id(letters: string): string {
    return `${letters}${String(++this.numbers).padStart(5, '0')}`;
  }

  private sendPatient(patient: Hl7Patient): void {
    this.current.set(patient.id, patient);
    this.told.add(patient.id);
    this.post(`patient ${patient.id}`, () => this.hl7.sendPatient(patient));
  }

  private newPatient(): void {
    const person = human(20_000 + this.numbers, this.id('LP'));
    this.people.push(person);
    this.sendPatient(person);
  }

  private newPhone(): void {
    const own = this.people.filter(({ id }) => id.startsWith('LP'));
    const person = this.current.get(this.random.pick(own).id)!;
    const n = Number(/\d+/.exec(person.name)![0]);
    this.sendPatient({ ...person, phone: phoneOf(n, this.random.int(7)) });
  }

  private secondDossier(): void {
    const own = this.people.filter(({ id }) => id.startsWith('LP'));
    const person = this.random.pick(own);
    const second = dossier(person, this.id(`LD${person.id.slice(2)}-`));
    this.people.push(second);
    this.sendPatient(second);
  }

  private merge(): void {
    const open = this.people.find(({ id }) => id.startsWith('LD') && !this.roots.has(id));
    if (!open) return this.secondDossier();
    const survivorId = `LP${/LD(\d+)-/.exec(open.id)![1]}`;
    this.roots.set(open.id, survivorId);
    const survivor = this.current.get(survivorId)!;
    this.post(`merge ${open.id}`, () => this.hl7.sendMerge(survivor, open.id));
  }

  private newReport(): void {
    const patient = this.current.get(this.random.pick(this.people).id)!;
    const items = { K: this.random.pick(values) };
    const reportNo = this.id('L');
    const report = labReport({ patient, panel: 'salts', items }, reportNo, this.time.now());
    this.sendReport({ patient, report });
  }

  private sendReport(about: Hl7Report): void {
    const { reportNo } = about.report;
    this.reports.set(reportNo, about);
    this.told.add(about.patient.id);
    this.post(`report ${reportNo}`, () => this.hl7.sendReport(about));
  }

  private correct(): void {
    const about = this.someReport();
    if (!about) return this.newReport();
    const observations = about.report.observations.map((line) =>
      line.code === 'K' ? withValue(line, this.random.pick(values), panels.salts) : line,
    );
    this.sendReport({ ...about, report: { ...about.report, observations, status: 'corrected' } });
  }

  private withdraw(): void {
    const about = this.someReport();
    if (about) this.sendReport({ ...about, report: { ...about.report, status: 'cancelled' } });
  }

  private someReport(): Hl7Report | undefined {
    const all = [...this.reports.values()];
    return all.length > 0 ? this.random.pick(all.slice(-4)) : undefined;
  }
}
