/** The simulated hospital over HTTP, connected to a branch whose numbers it owns. */
import type { Appointment, Slot } from '@medplum/fhirtypes';
import { type HisSim, startHisSim } from '../../dev/simulators/his';
import type { Kept } from '../../dev/simulators/his/fhir/store';
import { HospitalClock } from '../../dev/simulators/kernel/hospital-clock';
import { KernelContext, Settings, systemActor } from '../../src/kernel';
import { TakeIn } from '../../src/modules/integration/inbound';
import { branchesOfHis } from '../../src/modules/integration/number-source/number-source.settings';
import { SendOutbound } from '../../src/modules/integration/outbound';
import { PullSystems } from '../../src/modules/integration/streams/pull-systems.job';
import { ConnectedSystems } from '../../src/modules/integration/systems/connected-systems';
import type { TestApp } from './app';
import { aBranch, aDepartment, aDoctor, aService } from './clinic';

class AppClock extends HospitalClock {
  constructor(private readonly app: TestApp) {
    super();
  }

  override now(): Date {
    return this.app.clock.now();
  }
}

export interface FhirClinic {
  scheduleId: string;
  /** In the order of their numbers. */
  slotIds: string[];
}

export class FhirHospital {
  private settingVersion = 0;
  private serial = 0;
  branchId = '';
  departmentCode = '';
  departmentId = '';
  doctorId = '';
  systemId = '';
  /** The hospital's number of the doctor. */
  practitionerId = '';

  private constructor(
    readonly app: TestApp,
    readonly sim: HisSim,
  ) {}

  static async start(app: TestApp): Promise<FhirHospital> {
    const sim = await startHisSim({
      port: 0,
      mllpPort: 0,
      isFilled: false,
      clock: new AppClock(app),
    });
    return new FhirHospital(app, sim);
  }

  /** A branch of its own, with one doctor and nothing rostered yet. */
  async newBranch(): Promise<void> {
    const { app, sim } = this;
    sim.faults.clear();
    sim.actions.setDown(false);
    sim.store.clear();
    this.branchId = await aBranch(app);
    this.departmentId = await aDepartment(app, this.branchId);
    this.doctorId = await aDoctor(app, this.departmentId, await aService(app, 2500));
    this.departmentCode = await this.codeOf('department', this.departmentId);
    this.serial += 1;
    this.practitionerId = `YS${this.serial}`;
    sim.store.put({
      resourceType: 'Practitioner',
      id: this.practitionerId,
      active: true,
      name: [{ text: '李医生' }],
    });
    await this.own([await this.codeOf('branch', this.branchId)]);
    await this.connect();
  }

  /** Whose numbers are the hospital's. */
  async own(codes: readonly string[]): Promise<void> {
    const settings = await this.app.get(Settings);
    const actor = systemActor('test');
    await settings.change(actor, branchesOfHis.key, codes, '试点', this.settingVersion++);
  }

  codeOf(table: 'branch' | 'department', id: string): Promise<string> {
    return this.app.sql
      .query<{ code: string }>(`select code from ${table} where id = $1`, [id])
      .then(({ rows }) => rows[0]!.code);
  }

  private async connect(): Promise<void> {
    const { app, sim } = this;
    const { secrets } = await app.get(KernelContext);
    await app.sql.query(`update external_system set is_enabled = false`);
    this.systemId = app.newId();
    await app.sql.query(
      `insert into external_system (id, branch_id, name, code, kind, adapter, config, secret_cipher, is_enabled,
         created_at)
       values ($1, $2, '医院 HIS', $3, 'his', 'fhir', $4, $5, true, $6)`,
      [
        this.systemId,
        this.branchId,
        `his${this.systemId.slice(-12)}`,
        JSON.stringify({ baseUrl: `${sim.url}/fhir`, pageSize: 50 }),
        secrets.encrypt(sim.token),
        app.clock.now(),
      ],
    );
    const connected = await app.get(ConnectedSystems);
    connected.forget();
    await connected.all();
  }

  /** A morning of half hours, so many numbers each. */
  roster(
    options: { date?: string; times?: number; atOnce?: number; practitionerId?: string } = {},
  ): FhirClinic {
    const { date = '2026-03-04', times = 2, atOnce = 2 } = options;
    this.serial += 1;
    const scheduleId = `PB${this.serial}`;
    const { practitionerId = this.practitionerId } = options;
    this.sim.store.put({
      resourceType: 'Schedule',
      id: scheduleId,
      active: true,
      serviceType: [{ coding: [{ system: 'urn:suizhen:department', code: this.departmentCode }] }],
      actor: [{ reference: `Practitioner/${practitionerId}` }],
    });
    const slotIds = Array.from({ length: times * atOnce }, (_, index) => {
      const start = Date.parse(`${date}T09:00:00+08:00`) + Math.floor(index / atOnce) * 1_800_000;
      const id = `${scheduleId}-${index + 1}`;
      this.sim.store.put({
        resourceType: 'Slot',
        id,
        schedule: { reference: `Schedule/${scheduleId}` },
        status: 'free',
        start: new Date(start).toISOString(),
        end: new Date(start + 1_800_000).toISOString(),
      });
      return id;
    });
    return { scheduleId, slotIds };
  }

  change<T extends object>(type: string, id: string, change: Partial<T>, at?: Date): void {
    const found = this.get(type, id);
    this.sim.store.put({ ...found, ...change }, at);
  }

  get(type: string, id: string): Kept {
    const found = this.sim.store.get(type, id);
    if (!found || found === 'deleted') throw new Error(`no ${type} ${id}`);
    return found;
  }

  slotStates(): (string | undefined)[] {
    const slots = [...(this.sim.store.list('Slot') as (Kept & Slot)[])];
    return slots.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ status }) => status);
  }

  appointments(): (Kept & Appointment)[] {
    return [...(this.sim.store.list('Appointment') as (Kept & Appointment)[])];
  }

  /** Fetches what is due and takes it in. @param isFull compares everything */
  async fetch(isFull = false): Promise<void> {
    const { app } = this;
    await app.sql.query(
      `update sync_stream set next_run_at = null, wants_full = wants_full or $2
        where system_id = $1 and direction = 'in'`,
      [this.systemId, isFull],
    );
    // A round ends when its time is over; what hangs on a busy machine goes on in the next.
    do await app.runJob(PullSystems);
    while (await this.isDue());
    while ((await app.runJob(TakeIn)) > 0);
  }

  private async isDue(): Promise<boolean> {
    const { rows } = await this.app.sql.query<{ is_due: boolean }>(
      `select count(*) < 11 or bool_or(next_run_at is null) as is_due from sync_stream
        where system_id = $1 and direction = 'in'`,
      [this.systemId],
    );
    return rows[0]!.is_due;
  }

  /** What happened here reaches the hospital, whatever waits until later. */
  async tell(): Promise<void> {
    const { app } = this;
    await app.relay();
    // What got no answer is asked for before it is sent again.
    for (let round = 1; round <= 3; round += 1) {
      await this.due();
      while ((await app.runJob(SendOutbound)) > 0);
    }
    await app.relay();
  }

  async due(): Promise<void> {
    await this.app.sql.query(
      `update outbound_message set next_at = now() - interval '1 second' where state in ('queued', 'unknown')`,
    );
  }

  close(): Promise<void> {
    return this.sim.close();
  }
}
