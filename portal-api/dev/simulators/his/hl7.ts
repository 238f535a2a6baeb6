/**
 * A LIS and a HIS that speak HL7 v2 over MLLP: listens for what the product tells, and sends it reports,
 * patients, visits and merges; on request as badly as real systems do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Encoding, encodeText } from '../../../src/adapters/his-hl7/charset';
import type { IncomingReport } from '../../../src/modules/records';
import { panels } from './data/panels';
import { Hl7Desk } from './hl7-desk';
import { messagesIn } from './hl7-folder';
import { labReport, type LabRequest, withValue } from './hl7-lab';
import { type Hl7Answer, Hl7Line, type Manner, type Target } from './hl7-line';
import {
  type Envelope,
  type Hl7Patient,
  type Hl7Report,
  type Hl7Visit,
  writeMerge,
  writePatient,
  writeReport,
  writeVisit,
} from './hl7-messages';

export type { DeskFault } from './hl7-desk';
export type { LabRequest } from './hl7-lab';
export type { Hl7Answer } from './hl7-line';
export type { Hl7Patient, Hl7Report, Hl7Visit } from './hl7-messages';

export interface Hl7SimOptions {
  /** Where it listens; 0 takes a free port. */
  port: number;
  host?: string;
  /** Where the product listens. */
  target: Target;
  encoding?: Encoding;
  /** MSH-3. */
  application?: string;
  /** The hospital's time; reports carry it. */
  now?: () => Date;
  /** How long a message is sent again until somebody answers. */
  patienceMs?: number;
  answerMs?: number;
}

/** What goes wrong with the next messages that are sent. */
export type SendFault =
  /** In many small packets. */
  | 'split'
  /** Together with the next one, in one packet. */
  | 'together'
  /** Twice. */
  | 'resend'
  /** After the next one. */
  | 'out-of-order'
  /** In GB18030, and saying so. */
  | 'gb18030'
  /** In GB18030, saying that it is UTF-8. */
  | 'wrong-encoding'
  /** With a line that is no segment. */
  | 'broken'
  /** With bytes before it that belong to nothing. */
  | 'garbage';

export interface Sent {
  controlId: string;
  /** Null: nobody answered in time. */
  answer: Hl7Answer | null;
}

export interface SentReport extends Sent {
  reportNo: string;
}

interface Held {
  content: Buffer;
  settle(answer: Hl7Answer | null): void;
}

export class Hl7Sim {
  readonly desk: Hl7Desk;
  port = 0;
  private readonly line: Hl7Line;
  private readonly faults: { kind: SendFault; left: number }[] = [];
  private readonly reports = new Map<string, Hl7Report>();
  private readonly sentAt = new Map<string, number>();
  private readonly together: Held[] = [];
  private readonly late: Held[] = [];
  private readonly now: () => Date;
  private readonly run = Date.now().toString(36).toUpperCase();
  private count = 0;

  constructor(private readonly options: Hl7SimOptions) {
    this.now = options.now ?? (() => new Date());
    this.desk = new Hl7Desk(options.encoding ?? 'utf-8', this.now);
    this.line = new Hl7Line(options.target, options.answerMs);
  }

  async open(): Promise<void> {
    this.port = await this.desk.open(this.options.port, this.options.host ?? '127.0.0.1');
  }

  pointTo(target: Target): void {
    this.line.pointTo(target);
  }

  /** For the next `count` messages that are sent. */
  fault(kind: SendFault, count = 1): void {
    this.faults.push({ kind, left: count });
  }

  clearFaults(): void {
    this.faults.length = 0;
    this.desk.clearFaults();
  }

  /** A result leaves the laboratory. */
  sendLabReport(request: LabRequest): Promise<SentReport> {
    const reportNo = request.reportNo ?? `LIS${this.run}${String(++this.count).padStart(4, '0')}`;
    return this.sendReport({
      patient: request.patient,
      report: labReport(request, reportNo, this.now()),
      visitId: request.visitId ?? '',
      departmentCode: request.departmentCode ?? '',
    });
  }

  /** The same report again with other values; what stood there was wrong. */
  sendCorrection(reportNo: string, items: Record<string, number | string>): Promise<SentReport> {
    const about = this.requireReport(reportNo);
    const panel = Object.values(panels).find((each) => each.code === about.report.code);
    const observations = about.report.observations.map((line) => {
      const told = items[line.code];
      return told === undefined ? line : withValue(line, told, panel);
    });
    return this.sendChange(about, { observations, status: 'corrected' });
  }

  /** A preliminary report is verified, or a report withdrawn. */
  sendStatus(reportNo: string, status: IncomingReport['status']): Promise<SentReport> {
    return this.sendChange(this.requireReport(reportNo), { status });
  }

  async sendReport(about: Hl7Report): Promise<SentReport> {
    const { reportNo } = about.report;
    this.reports.set(reportNo, about);
    this.sentAt.set(reportNo, Date.now());
    return { reportNo, ...(await this.send((envelope) => writeReport(about, envelope))) };
  }

  sendPatient(patient: Hl7Patient, event: 'A04' | 'A08' = 'A08'): Promise<Sent> {
    return this.send((envelope) => writePatient(event, patient, envelope));
  }

  sendVisit(about: Hl7Visit): Promise<Sent> {
    const event = about.visit.endedAt ? 'A03' : 'A04';
    return this.send((envelope) => writeVisit(event, about, envelope));
  }

  sendMerge(survivor: Hl7Patient, mergedId: string): Promise<Sent> {
    return this.send((envelope) => writeMerge(survivor, mergedId, envelope));
  }

  /** Bytes as they are; no fault is added. */
  sendRaw(content: Buffer, manner?: Manner): Promise<Hl7Answer | null> {
    return this.line.deliver(content, this.patience, manner);
  }

  /** Every message of every file, in order, with what was answered. */
  async sendFolder(
    folder: string,
  ): Promise<{ file: string; number: number; answer: Hl7Answer | null }[]> {
    const answers = [];
    for (const { file, number, content } of messagesIn(folder)) {
      answers.push({ file, number, answer: await this.sendRaw(content) });
    }
    return answers;
  }

  /** Sends what a fault holds back, although nothing follows. */
  async flush(): Promise<void> {
    for (const held of [...this.together.splice(0), ...this.late.splice(0)]) {
      held.settle(await this.sendRaw(held.content));
    }
  }

  async close(): Promise<void> {
    this.line.close();
    for (const held of [...this.together, ...this.late]) held.settle(null);
    await this.desk.close();
  }

  private get patience(): number {
    return this.options.patienceMs ?? 15_000;
  }

  private requireReport(reportNo: string): Hl7Report {
    const about = this.reports.get(reportNo);
    if (!about) throw new Error(`no report ${reportNo} was sent from here`);
    return about;
  }

  private async sendChange(
    about: Hl7Report,
    changes: Partial<IncomingReport>,
  ): Promise<SentReport> {
    // Two versions within a second would have the same time; no laboratory corrects as quickly.
    await sleep(Math.max(0, (this.sentAt.get(about.report.reportNo) ?? 0) + 1_100 - Date.now()));
    const at = this.now();
    const report = { ...about.report, ...changes, issuedAt: at, reviewedAt: at };
    return this.sendReport({ ...about, report });
  }

  private async send(write: (envelope: Envelope) => string): Promise<Sent> {
    const controlId = `${this.run}-${++this.count}`;
    const kind = this.nextFault();
    const declared = kind === 'gb18030' ? 'gb18030' : this.encoding;
    const text = write({
      application: this.options.application ?? 'LIS',
      controlId,
      at: this.now(),
      charset: declared === 'gb18030' ? 'GB 18030-2000' : 'UNICODE UTF-8',
    });
    const bytes = encodeText(
      kind === 'broken' ? text.replace(/\r(?=[^\r]+\r$)/, '\rthis is no segment\r') : text,
      kind === 'wrong-encoding' ? 'gb18030' : declared,
    );
    return { controlId, answer: await this.deliver(bytes, kind) };
  }

  private get encoding(): Encoding {
    return this.options.encoding ?? 'utf-8';
  }

  private nextFault(): SendFault | undefined {
    const [fault] = this.faults;
    if (fault && --fault.left <= 0) this.faults.shift();
    return fault?.kind;
  }

  private async deliver(content: Buffer, kind: SendFault | undefined): Promise<Hl7Answer | null> {
    if (kind === 'together' || kind === 'out-of-order') {
      const held = kind === 'together' ? this.together : this.late;
      return new Promise((settle) => held.push({ content, settle }));
    }
    if (this.together.length > 0) return this.deliverTogether(content);
    const packets = kind === 'split' ? 40 : 1;
    const answer = await this.sendRaw(content, { packets, garbage: kind === 'garbage' });
    if (kind === 'resend') await this.sendRaw(content);
    for (const held of this.late.splice(0)) held.settle(await this.sendRaw(held.content));
    return answer;
  }

  private async deliverTogether(content: Buffer): Promise<Hl7Answer | null> {
    const held = this.together.splice(0);
    const contents = [...held.map((each) => each.content), content];
    const answers = await this.line.deliverTogether(contents);
    for (const [index, each] of held.entries()) each.settle(answers[index] ?? null);
    return answers.at(-1) ?? null;
  }
}

export async function startHl7Sim(options: Hl7SimOptions): Promise<Hl7Sim> {
  const sim = new Hl7Sim(options);
  await sim.open();
  return sim;
}
