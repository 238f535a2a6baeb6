import { makeAccounts, makePatients } from '../bench/fixtures';
import type { Credentials } from '../test/support/call';
import { aClinic } from '../test/support/clinic';
import { addDays, localDateOf } from '../src/kernel';
import type { Scene } from './scene';

export interface Person {
  patientId: string;
  as: Credentials;
}

/** Patients with accounts of their own families, signed in. */
export async function aCrowd(scene: Scene, size: number): Promise<Person[]> {
  const patients = await makePatients(scene, size);
  const { tokenOf } = await makeAccounts(scene, Math.min(size, 20), patients);
  return patients.map((patientId, n) => ({
    patientId,
    as: { authorization: `Bearer ${tokenOf(n)}`, 'x-client': 'weapp' },
  }));
}

/** A clinic of a department of its own, so many days ahead by the hospital's clock. */
export function aClinicAhead(
  scene: Scene,
  options: { slots: number; capacity: number; days?: number },
) {
  const date = addDays(localDateOf(scene.now()), options.days ?? 3);
  return aClinic(scene.app, { ...options, date, slotMinutes: 15, startTime: '09:00' });
}

/** Several at once work off one list in its order; an error of one ends them all. */
export async function inLanes<T>(
  lanes: number,
  list: readonly T[],
  work: (each: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let isOver = false;
  const lane = async () => {
    for (let index = next++; index < list.length && !isOver; index = next++) {
      await work(list[index]!, index).catch((error: unknown) => {
        isOver = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
