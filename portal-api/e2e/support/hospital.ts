import type { OperationId } from '@suizhen/contract';
import { Pool } from 'pg';
import { SimControl } from '../../dev/simulators/control';
import { newId, Secrets } from '../../src/kernel';
import { call, type CallOptions, type TestApp } from '../../test/support/app';
import { startProduct, type TestProduct } from '../../test/support/product';
import type { RunningProduct } from './running';

/** A whole product, and what the fixtures need of an application over its database. */
export interface Hospital extends RunningProduct {
  app: TestApp;
  /** Hospital time, which the journey may have moved. */
  now(): Promise<Date>;
}

export async function theHospital(): Promise<Hospital> {
  const product = await startProduct();
  const sql = new Pool({ connectionString: product.database.ownerUrl, max: 4 });
  const sim = new SimControl(product.simulatorsUrl);
  return {
    url: product.url,
    sim,
    app: fixturesOver(product, sql),
    now: async () => new Date((await sim.clock()).now),
    stop: async () => {
      await sql.end();
      await product.stop();
    },
  };
}

function fixturesOver(product: TestProduct, sql: Pool): TestApp {
  const secrets = new Secrets(product.env['DATA_KEYS']!, product.env['INDEX_KEY']!);
  return {
    sql,
    clock: product.clock,
    newId: () => newId(product.clock.now()),
    get: async () => ({ secrets }),
    call: <K extends OperationId>(id: K, options?: CallOptions) =>
      call(product.apiUrls[0]!, id, options),
  } as unknown as TestApp;
}

/** Where the demonstration staff work: the respiratory medicine of the main house. */
export async function respiratoryMedicine(
  app: TestApp,
): Promise<{ branchId: string; departmentId: string }> {
  const { rows } = await app.sql.query<{ branchId: string; departmentId: string }>(
    `select b.id as "branchId", d.id as "departmentId" from department d join branch b on b.id = d.branch_id
      where b.code = 'MAIN' and d.code = '03.01'`,
  );
  if (!rows[0]) throw new Error('the demonstration has no respiratory medicine');
  return rows[0];
}
