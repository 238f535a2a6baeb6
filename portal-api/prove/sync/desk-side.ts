import { randomUUID } from 'node:crypto';
import { aPatient } from '../../test/support/clinic';
import { makeAccounts } from '../../bench/fixtures';
import type { Hl7Patient } from '../../dev/simulators/his/hl7';
import { type Person } from '../crowd';
import { settled } from '../outcome';
import { must } from '../proof';
import type { Random } from '../random';
import type { Scene } from '../scene';
import { human } from './humans';

const people = 12;

/** Whom the product knows. Some the hospital knows too, by their passport; some have no document at all. */
export async function aWaitingRoom(scene: Scene): Promise<{ room: Person[]; known: Hl7Patient[] }> {
  const patientIds: string[] = [];
  const known: Hl7Patient[] = [];
  for (let n = 0; n < people; n++) {
    const { name, gender, birthDate, phone, id } = human(60_000 + n, `HP9${n}`);
    const identityNumber = `E${10_000_000 + n}`;
    const facts = { name, gender, birthDate, phone, identityNumber };
    const patientId = await aPatient(scene.app, facts);
    patientIds.push(patientId);
    if (n % 3 === 0) known.push({ id, ...facts });
    if (n % 3 === 1) {
      await scene.sql.query(
        `update patient set identity_type = 'hospital-record', identity_cipher = null, identity_index = null
          where id = $1`,
        [patientId],
      );
    }
  }
  const { tokenOf } = await makeAccounts(scene, people, patientIds);
  const room = patientIds.map((patientId, n) => ({
    patientId,
    as: { authorization: `Bearer ${tokenOf(n)}`, 'x-client': 'weapp' },
  }));
  return { room, known };
}

/** Patients who book and cancel here, while the hospital is told. */
export class DeskSide {
  private readonly booked = new Map<Person, string>();
  private readonly lanes = new Map<Person, Promise<void>>();
  readonly done = { book: 0, cancel: 0 };
  private failure: unknown;

  constructor(
    private readonly scene: Scene,
    private readonly room: readonly Person[],
    private readonly slotIds: readonly string[],
    private readonly random: Random,
  ) {}

  /** Does not wait: whoever has an appointment cancels it, whoever has none takes one. */
  act(): void {
    const person = this.random.pick(this.room);
    const slotId = this.random.pick(this.slotIds);
    const before = this.lanes.get(person) ?? Promise.resolve();
    const done = before.then(() => this.step(person, slotId));
    this.lanes.set(
      person,
      done.catch((error: unknown) => void (this.failure ??= error)),
    );
  }

  async finish(): Promise<void> {
    await Promise.all(this.lanes.values());
    if (this.failure) throw this.failure as Error;
  }

  private async step(person: Person, slotId: string): Promise<void> {
    const { as, patientId } = person;
    const idempotencyKey = randomUUID();
    const appointmentId = this.booked.get(person);
    if (appointmentId) {
      const params = { appointmentId };
      const body = { reason: 'other' } as const;
      const options = { as, params, body, idempotencyKey };
      const outcome = await settled(this.scene, 0, 'cancelMyAppointment', options);
      must(outcome.kind === 'done', 'a cancellation was refused', outcome);
      this.booked.delete(person);
      this.done.cancel += 1;
      return;
    }
    const options = { as, body: { slotId, patientId }, idempotencyKey };
    const outcome = await settled(this.scene, 0, 'bookPlace', options);
    must(outcome.kind === 'done', 'a booking was refused', outcome);
    this.booked.set(person, outcome.body.id);
    this.done.book += 1;
  }
}
