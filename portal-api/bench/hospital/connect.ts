import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../src/kernel';
import { realTime } from '../../src/kernel/clock';
import type { Stage } from '../stage';
import { openFhirHospital } from './fhir-server';
import type { HospitalPerson } from './people';
import { fillViews, viewsMapping } from './views';

/** A hospital's system that was just connected. */
export interface Hospital {
  systemId: string;
  branchId: string;
  /** When the first patient was asked for, as far as it can be told. */
  askedAt: () => number | null;
  close: () => Promise<void>;
}

export type Wire = 'fhir' | 'views';

export async function connect(
  stage: Stage,
  wire: Wire,
  people: readonly HospitalPerson[],
): Promise<Hospital> {
  if (wire === 'views') {
    await fillViews(stage.sql, people);
    const config = { adapter: 'views', mapping: viewsMapping };
    const ids = await connectSystem(stage, wire, config, stage.appUrl);
    return { ...ids, askedAt: () => null, close: () => Promise.resolve() };
  }
  const { baseUrl, token, askedAt, close } = await openFhirHospital(people);
  const config = { adapter: 'fhir', baseUrl };
  return { ...(await connectSystem(stage, wire, config, token)), askedAt, close };
}

async function connectSystem(stage: Stage, wire: Wire, config: object, secret: string) {
  const { sql, secrets } = stage;
  const [branchId, systemId] = [newId(realTime.now()), newId(realTime.now())];
  await sql.query(
    `insert into branch (id, code, name, address) values ($1::uuid, $1::uuid::text, $1::uuid::text, '路 1 号')`,
    [branchId],
  );
  await sql.query(
    `insert into external_system (id, branch_id, name, code, kind, adapter, config, secret_cipher, is_enabled,
       created_at)
     values ($1::uuid, $2, '医院信息系统', $1::uuid::text, 'his', $3, $4, $5, true, $6)`,
    [systemId, branchId, wire, config, secrets.encrypt(secret), realTime.now()],
  );
  return { systemId, branchId };
}

export async function disconnect({ sql }: Stage, { systemId, close }: Hospital): Promise<void> {
  await sql.query(
    `update external_system set is_enabled = false, version = version + 1 where id = $1`,
    [systemId],
  );
  await close();
}

/** The worker sees a new system when it next looks; from then on it is measured. */
export async function untilAsked({ sql }: Stage, { systemId, askedAt }: Hospital): Promise<number> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(20)) {
    const asked = askedAt();
    if (asked !== null) return asked;
    const { rowCount } = await sql.query(
      `select 1 from sync_stream where system_id = $1 and kind = 'patient'`,
      [systemId],
    );
    if (rowCount) return performance.now();
  }
  throw new Error('nobody asked the hospital for its patients');
}
