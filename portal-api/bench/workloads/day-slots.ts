import { compare, type Comparison } from '../compare';
import { makeClinic } from '../fixtures';
import { load } from '../load';
import type { Stage } from '../stage';

const clients = 32;

/** A doctor's day: 16 slots with what is left in each. The floor reads by the same statement. */
export async function daySlots(
  stage: Stage,
  rounds: number,
  perRound: number,
): Promise<Comparison> {
  const { doctorId, date } = await makeClinic(stage, 16, 5);
  await stage.sql.query('analyze slot, place');
  const repeated = (path: string) =>
    Array.from({ length: perRound }, () => ({ method: 'GET' as const, path }));
  return compare({
    name: "A day's slots",
    floor: 'Koa + pg, the same statement',
    goal: 0.3,
    rounds,
    product: () =>
      load({
        port: stage.productPort,
        clients,
        expectStatus: [200],
        requests: repeated(`/api/portal/doctors/${doctorId}/slots?date=${date}`),
      }),
    floorRun: () =>
      load({
        port: stage.thinPort,
        clients,
        expectStatus: [200],
        requests: repeated(`/slots?doctorId=${doctorId}&date=${date}`),
      }),
  });
}
