import type { Client } from 'pg';
import type { Secrets } from '../../src/kernel/secrets';
import { addArchive } from './archive';
import { addDirectory } from './directory';
import { addCredit } from './credit';
import { demoContext } from './demo-context';
import { addAppointments, settleOverdue } from './appointments';
import { addHospitalRecords } from './hospital-records';
import { addMoney } from './money';
import { addPatients } from './patients';
import { addDevices, addQueues, addVisitReasons } from './queues';
import { addTemplates, rollRosters } from './rosters';
import { addStaff } from './staff';
import { addSuspensions } from './suspensions';
import { addWaitlist } from './waitlist';

/** Two processes that start together fill one after the other. */
const fillLock = 727_002;

/**
 * All of it in one transaction: a hospital or none.
 * @returns what was done, in a line
 */
export async function fillDemoHospital(client: Client, secrets: Secrets): Promise<string> {
  const started = Date.now();
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [fillLock]);
    const context = await demoContext(client, secrets);
    await addDirectory(context);
    await addStaff(context);
    await addPatients(context);
    await addTemplates(context);
    const firstNewDay = await rollRosters(context);
    const settled = await settleOverdue(context);
    const booked = firstNewDay ? await addAppointments(context, firstNewDay) : 0;
    if (firstNewDay) await addSuspensions(context);
    if (booked > 0) await addWaitlist(context);
    await addDevices(context);
    if (booked > 0) {
      await addQueues(context);
      await addVisitReasons(context);
    }
    await addCredit(context);
    await addMoney(context);
    await addHospitalRecords(context);
    await addArchive(context);
    await client.query('commit');
    const what = firstNewDay
      ? `rosters from ${firstNewDay} on, ${booked} appointments`
      : `nothing new, ${settled} appointments of past days settled`;
    return `Demonstration hospital: ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)`;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
