import { Faults } from '../../dev/simulators/kernel/faults';
import { type HisSim, startHisSim } from '../../dev/simulators/his';
import { demoMapping } from '../../dev/simulators/his/views-mapping';
import { signInStaff } from '../../test/support/people';
import type { Credentials } from '../../test/support/call';
import { TcpFaultProxy } from '../chaos/tcp-fault-proxy';
import type { Random } from '../random';
import type { Scene } from '../scene';
import { HospitalTime } from './hospital-time';
import { ViewsSide } from './views-side';

export interface Hospital {
  time: HospitalTime;
  sim: HisSim;
  views: ViewsSide;
  /** Each line between the two sides, to be cut. */
  lines: Record<'fhir' | 'desk' | 'laboratory', TcpFaultProxy>;
  ids: Record<'fhir' | 'hl7' | 'views', string>;
  /** Who looks after the connections. */
  admin: Credentials;
  close(): Promise<void>;
}

/** The simulated hospital as servers of its own, hours before or after our time, connected by three wires. */
export async function aHospital(
  scene: Scene,
  random: Random,
  branchIds: { main: string; views: string },
): Promise<Hospital> {
  const skewMs = random.between(-3_600_000, 3_600_000);
  // A long history ends before our own day does.
  const time = new HospitalTime(scene.now().getTime() - 12 * 3_600_000 + skewMs);
  const listenPort = scene.stage.portsOf(15).at(-1)!;
  const laboratory = await TcpFaultProxy.start(listenPort);
  const sim = await startHisSim({
    port: 0,
    mllpPort: 0,
    isFilled: false,
    clock: time,
    faults: new Faults(undefined, () => random.next()),
    hl7Target: { host: '127.0.0.1', port: laboratory.port },
  });
  const fhir = await TcpFaultProxy.start(sim.port);
  const desk = await TcpFaultProxy.start(sim.mllpPort);
  const name = `prove_his_${random.int(2 ** 30)}`;
  const views = await ViewsSide.open(scene.stage, name, time, random.fork('views'));
  const config = { pageSize: 20, baseUrl: `http://127.0.0.1:${fhir.port}/fhir` };
  const hl7 = {
    encoding: 'utf-8',
    sendingApplication: 'SUIZHEN',
    allowedAddresses: ['127.0.0.1'],
    processingIds: ['P'],
    listenPort,
    host: '127.0.0.1',
    port: desk.port,
  };
  const mapping = JSON.stringify(demoMapping);
  const ids = {
    fhir: await connect(scene, branchIds.main, 'fhir', config, sim.token),
    hl7: await connect(scene, branchIds.main, 'hl7', hl7, ''),
    views: await connect(scene, branchIds.views, 'views', { mapping }, views.readerUrl),
  };
  const { as: admin } = await signInStaff(scene.app, { role: 'super-admin' });
  const lines = { fhir, desk, laboratory };
  const close = async (): Promise<void> => {
    await Promise.all([sim.close(), views.close(), ...Object.values(lines).map((l) => l.close())]);
  };
  return { time, sim, views, lines, ids, admin, close };
}

async function connect(
  scene: Scene,
  branchId: string,
  adapter: 'fhir' | 'hl7' | 'views',
  config: Record<string, unknown>,
  secret: string,
): Promise<string> {
  const id = scene.app.newId();
  await scene.sql.query(
    `insert into external_system (id, branch_id, name, code, kind, adapter, config, secret_cipher, is_enabled, created_at)
     values ($1, $2, $3, $3, 'his', $3, $4, $5, true, $6)`,
    [id, branchId, adapter, config, scene.secrets.encryptOptional(secret), scene.now()],
  );
  return id;
}
