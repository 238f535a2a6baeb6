import type { Appointment, Reference, Schedule, Slot } from '@medplum/fhirtypes';
import type { HospitalClock } from '../../kernel/hospital-clock';
import { FhirRefusal, type FhirStore, type Kept } from './store';

/** A lock that nobody confirmed in this time is somebody else's chance. */
const lockMinutes = 15;

const live = ['proposed', 'pending', 'booked', 'arrived', 'checked-in', 'fulfilled', 'noshow'];

/**
 * Who gets which number. An appointment that comes as pending asks for a lock: it gets a free number of the
 * doctor at that time, or is refused. One that is merely told is written down, with a number if there is one.
 */
export class NumberDesk {
  constructor(
    private readonly store: FhirStore,
    private readonly clock: HospitalClock,
  ) {}

  /** @throws FhirRefusal when the number is not to be had */
  admit(next: Appointment, before: Appointment | undefined): Appointment {
    this.endLapsed();
    const had = this.slotOf(before);
    const { slot: _, ...bare } = next;
    if (!live.includes(next.status)) {
      if (had) this.mark(had, 'free');
      return bare;
    }
    const hasMoved = had !== undefined && !this.isFor(had, next);
    const slot = had && !hasMoved ? had : this.freeSlot(next);
    if (!slot && this.asksForLock(next, before)) {
      throw new FhirRefusal(422, this.isKnown(next) ? 'business-rule' : 'not-found');
    }
    if (had && hasMoved) this.mark(had, 'free');
    if (!slot) return bare;
    this.mark(slot, next.status === 'pending' ? 'busy-tentative' : 'busy');
    return { ...bare, slot: [{ reference: `Slot/${slot.id}` }] };
  }

  /** A hospital that keeps no numbers has none to refuse. */
  private asksForLock(next: Appointment, before: Appointment | undefined): boolean {
    if (this.store.list('Slot').length === 0) return false;
    return [next.status, before?.status].some((one) => one === 'pending' || one === 'cancelled');
  }

  private endLapsed(): void {
    const until = this.clock.now().getTime() - lockMinutes * 60_000;
    for (const one of this.store.list('Appointment')) {
      const appointment = one as Kept & Appointment;
      if (appointment.status !== 'pending' || Date.parse(one.meta.lastUpdated) > until) continue;
      const slot = this.slotOf(appointment);
      const { slot: _, ...bare } = appointment;
      if (slot) this.mark(slot, 'free');
      this.store.put({ ...bare, status: 'cancelled' });
    }
  }

  /** Taken or not: there is such a clinic. */
  private isKnown(appointment: Appointment): boolean {
    return (this.store.list('Slot') as (Kept & Slot)[]).some((slot) =>
      this.isFor(slot, appointment),
    );
  }

  private freeSlot(appointment: Appointment): (Kept & Slot) | undefined {
    return (this.store.list('Slot') as (Kept & Slot)[])
      .filter((slot) => slot.status === 'free' && this.isFor(slot, appointment))
      .sort((a, b) => (a.id < b.id ? -1 : 1))[0];
  }

  private isFor(slot: Slot, appointment: Appointment): boolean {
    if (Date.parse(slot.start) !== Date.parse(appointment.start ?? '')) return false;
    const schedule = this.get<Schedule>('Schedule', slot.schedule);
    if (!schedule || schedule.active === false) return false;
    const doctors = schedule.actor.map(({ reference }) => reference?.split('/').at(-1));
    return appointment.participant.some(
      ({ actor }) =>
        doctors.includes(actor?.identifier?.value) ||
        (/Practitioner\//.test(actor?.reference ?? '') &&
          doctors.includes(actor?.reference?.split('/').at(-1))),
    );
  }

  private slotOf(appointment: Appointment | undefined): (Kept & Slot) | undefined {
    return this.get<Slot>('Slot', appointment?.slot?.[0]);
  }

  private get<T>(type: string, reference: Reference | undefined): (Kept & T) | undefined {
    const found = this.store.get(type, reference?.reference?.split('/').at(-1) ?? '');
    return found && found !== 'deleted' ? (found as Kept & T) : undefined;
  }

  private mark(slot: Kept & Slot, status: Slot['status']): void {
    if (slot.status !== status) this.store.put({ ...slot, status });
  }
}
