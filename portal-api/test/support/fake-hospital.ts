/** A hospital's system in memory: behind the adapter port, so that the pipeline is tried without any wire. */
import type {
  ExternalSystemKind,
  InboundFault,
  InboundKind,
  OutboundKind,
} from '@suizhen/contract';
import type { TestApp } from './app';
import {
  AdapterFactoryHolder,
  InboundProblem,
  type AdapterFactory,
  type AdapterSettings,
  type Canonical,
  type CanonicalPatient,
  type HospitalAdapter,
  type OutboundPayload,
  type PullWindow,
  type RawItem,
  type Reading,
  type Receive,
  type SendOutcome,
} from '../../src/modules/integration';
import { ConnectedSystems } from '../../src/modules/integration/systems/connected-systems';

/** What one message says; travels as JSON. */
export interface FakeContent {
  items: Canonical[];
  leftOut?: string[];
  problem?: { fault: InboundFault; text: string };
}

interface Row {
  kind: InboundKind;
  item: RawItem;
}

export class FakeSystem implements HospitalAdapter {
  readonly rows: Row[] = [];
  readonly windows: { kind: InboundKind; window: PullWindow }[] = [];
  pulls: readonly InboundKind[];
  sends: readonly OutboundKind[] = [];
  /** What arrived here, and what is said to it. */
  readonly sent: OutboundPayload[] = [];
  answer: (payload: OutboundPayload) => SendOutcome = () => ({ kind: 'refused', text: '不接收' });
  /** What is said to the question what became of a message. */
  known: (payload: OutboundPayload) => SendOutcome | null = () => null;
  isDown = false;
  /** Pages that are given before the system falls silent. */
  failsAfterPages = Infinity;
  pageSize = 3;
  receive: Receive | undefined;
  isClosed = false;
  listen?: (receive: Receive) => Promise<void>;

  constructor(
    pulls: readonly InboundKind[],
    readonly settings: AdapterSettings,
    isPushing: boolean,
  ) {
    this.pulls = pulls;
    if (isPushing) {
      this.listen = async (receive) => {
        this.receive = receive;
      };
    }
  }

  put(kind: InboundKind, item: RawItem): void {
    this.rows.push({ kind, item });
  }

  async *pull(kind: InboundKind, window: PullWindow): AsyncGenerator<readonly RawItem[]> {
    this.windows.push({ kind, window });
    await Promise.resolve();
    if (this.isDown) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    const latest = new Map<string, RawItem>();
    for (const row of this.rows) if (row.kind === kind) latest.set(row.item.externalId, row.item);
    const due = [...latest.values()]
      .filter(({ changedAt }) => changedAt === null || inWindow(changedAt, window))
      .sort((a, b) => (a.changedAt?.getTime() ?? 0) - (b.changedAt?.getTime() ?? 0));
    for (let at = 0, page = 0; at < due.length; at += this.pageSize, page += 1) {
      if (page >= this.failsAfterPages)
        throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
      yield due.slice(at, at + this.pageSize);
    }
  }

  read({ content }: Pick<RawItem, 'kind' | 'content' | 'encoding'>): Reading {
    const { items, leftOut = [], problem } = parse(content);
    if (problem) throw new InboundProblem(problem.fault, problem.text);
    return { items, leftOut };
  }

  async send(payload: OutboundPayload): Promise<SendOutcome> {
    if (this.isDown) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    this.sent.push(payload);
    return this.answer(payload);
  }

  async ask(payload: OutboundPayload): Promise<SendOutcome | null> {
    if (this.isDown) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    return this.known(payload);
  }

  async check(): Promise<string> {
    if (this.isDown) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    return '测试医院系统 1.0';
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

function inWindow(changedAt: Date, { since, until }: PullWindow): boolean {
  return (since === null || changedAt >= since) && changedAt <= until;
}

function parse(content: Buffer): FakeContent {
  const text = content.toString('utf8');
  try {
    return JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value) ? new Date(value) : value,
    ) as FakeContent;
  } catch {
    throw new InboundProblem('unreadable', '不是有效的 JSON');
  }
}

/** Every system of a test, by its code. */
export class FakeHospital implements AdapterFactory {
  readonly systems = new Map<string, FakeSystem>();
  private readonly pulls = new Map<string, readonly InboundKind[]>();

  constructor(private readonly app: TestApp) {}

  static async of(app: TestApp): Promise<FakeHospital> {
    const hospital = new FakeHospital(app);
    (await app.get(AdapterFactoryHolder)).factory = hospital;
    return hospital;
  }

  create(adapter: string, settings: AdapterSettings): FakeSystem {
    const known = this.systems.get(settings.systemCode);
    if (known) {
      known.isClosed = false;
      return known;
    }
    const pulls = this.pulls.get(settings.systemCode) ?? [];
    const system = new FakeSystem(pulls, settings, adapter === 'hl7');
    this.systems.set(settings.systemCode, system);
    return system;
  }

  /** A system that is connected and enabled. Without kinds it pushes. */
  async connect(
    branchId: string,
    options: { code?: string; kind?: ExternalSystemKind; pulls?: readonly InboundKind[] } = {},
  ): Promise<{ id: string; system: FakeSystem }> {
    const { app } = this;
    const id = app.newId();
    const code = options.code ?? `s${id.replaceAll('-', '').slice(-12)}`;
    const pulls = options.pulls ?? [];
    this.pulls.set(code, pulls);
    await app.sql.query(
      `insert into external_system (id, branch_id, name, code, kind, adapter, config, is_enabled, created_at)
       values ($1, $2, $3, $3, $4, $5, '{}', true, $6)`,
      [
        id,
        branchId,
        code,
        options.kind ?? 'his',
        pulls.length > 0 ? 'fhir' : 'hl7',
        app.clock.now(),
      ],
    );
    const connected = await app.get(ConnectedSystems);
    connected.forget();
    await connected.all();
    return { id, system: this.systems.get(code)! };
  }
}

let serial = 0;

/** One resource as a system gives it. */
export function rawItem(
  kind: string,
  content: FakeContent | string,
  options: Partial<RawItem> = {},
): RawItem {
  serial += 1;
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return {
    kind,
    externalId: `x${serial}`,
    version: '1',
    orderKey: '',
    changedAt: null,
    encoding: 'utf-8',
    content: Buffer.from(text),
    ...options,
  };
}

export function aCanonicalPatient(options: Partial<CanonicalPatient> = {}): CanonicalPatient {
  serial += 1;
  return {
    externalId: `p${serial}`,
    name: '张建国',
    gender: 'male',
    birthDate: '1975-02-03',
    identity: { type: 'passport', number: `E${String(serial).padStart(8, '0')}` },
    phone: '13911112222',
    address: '北京市东城区景山前街 4 号',
    cardNumber: '',
    isDeceased: false,
    ...options,
  };
}

type ReportItem = Extract<Canonical, { type: 'report' }>;

/** A blood count of one item. */
export function aReportItem(
  patientExternalId: string,
  options: Partial<Omit<ReportItem, 'report' | 'type'>> & {
    report?: Partial<ReportItem['report']>;
    value?: number;
    unit?: string;
  } = {},
): ReportItem {
  serial += 1;
  const { report, value = 6.1, unit = '10^9/L', ...rest } = options;
  const at = report?.issuedAt ?? new Date('2026-03-03T00:30:00Z');
  return {
    type: 'report',
    patient: { externalId: patientExternalId, patient: null },
    encounterExternalId: '',
    externalId: `r${serial}`,
    departmentCode: '',
    report: {
      kind: 'lab',
      code: 'CBC',
      name: '血常规',
      reportNo: `R${serial}`,
      status: 'final',
      specimen: '全血',
      departmentName: '',
      requesterName: '',
      performerName: '',
      reviewerName: '',
      collectedAt: null,
      receivedAt: null,
      reviewedAt: null,
      issuedAt: at,
      findings: '',
      conclusion: '',
      studyUid: '',
      observations: [
        {
          code: 'WBC',
          name: '白细胞计数',
          value: String(value),
          number: value,
          unit,
          rangeText: '3.5-9.5',
          rangeLow: 3.5,
          rangeHigh: 9.5,
          flag: 'N',
          isCritical: false,
          method: '',
          effectiveAt: at,
        },
      ],
      ...report,
    },
    ...rest,
  };
}
