import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { OperationId, ResponseOf } from '@suizhen/contract';
import { addDays, addMinutes, localDateOf, localTimeOf } from '../../src/kernel/local-date';
import { call, type CallOptions, type Credentials } from '../../test/support/call';
import { staffCredentials } from './clinician';

export interface VisitingDay {
  /** Called into the room at this moment. */
  calledId: string;
  /** Its clinic does not take place. */
  suspendedId: string;
  /** A mark that can be appealed. */
  eventId: string;
}

/**
 * What can only happen to a patient when staff act: called in, told that a clinic does not take place, marked.
 * Two clinics are made for it, where nobody else of the demonstration is.
 */
export async function aVisitingDay(
  url: string,
  patientId: string,
  now: Date,
): Promise<VisitingDay> {
  const [manager, desk] = await Promise.all(
    ['manager', 'desk'].map((name) => staffCredentials(url, name)),
  );
  const house = new House(url, manager!, desk!, patientId);
  const today = localDateOf(now);
  const calledIn = await house.aVisit(today, soonAfter(now));
  await house.call(desk!, 'checkInAppointment', { params: { appointmentId: calledIn.id } });
  const called = { params: { rosterId: calledIn.rosterId }, body: {} };
  await house.call(manager!, 'callNext', called);
  const suspended = await house.aVisit(addDays(today, 6), '09:00');
  await house.call(manager!, 'createSuspension', {
    body: { rosterIds: [suspended.rosterId], reason: 'doctor-away', note: '' },
  });
  const marked = await house.call(manager!, 'recordCreditEvent', {
    params: { patientId },
    body: { kind: 'manual', reason: '预约后多次未到' },
  });
  return { calledId: calledIn.id, suspendedId: suspended.id, eventId: marked.events[0]!.id };
}

/** In a quarter of an hour; late at night the last half hour of the day. */
function soonAfter(now: Date): string {
  const soon = addMinutes(now, 15);
  return localDateOf(soon) === localDateOf(now) && localTimeOf(soon) < '23:20'
    ? localTimeOf(soon)
    : '23:20';
}

class House {
  constructor(
    private readonly url: string,
    private readonly manager: Credentials,
    private readonly desk: Credentials,
    private readonly patientId: string,
  ) {}

  async call<K extends OperationId>(
    as: Credentials,
    id: K,
    options: CallOptions,
  ): Promise<ResponseOf<K>> {
    const answer = await call(this.url, id, { ...options, as, idempotencyKey: randomUUID() });
    expect(answer.error, id).toBeUndefined();
    return answer.body;
  }

  /** In a clinic of half an hour of its own, paid. */
  async aVisit(date: string, startTime: string): Promise<{ id: string; rosterId: string }> {
    const roster = await this.aClinic(date, startTime);
    const { slots } = await this.call(this.manager, 'getRoster', {
      params: { rosterId: roster.id },
    });
    const booked = await this.call(this.desk, 'bookForPatient', {
      body: {
        slotId: slots[0]!.id,
        patientId: this.patientId,
        channel: 'desk',
        payment: slots[0]!.feeFen > 0 ? 'cash' : null,
      },
    });
    return { id: booked.id, rosterId: roster.id };
  }

  /** Of the first doctor who is not there that day at all. */
  private async aClinic(date: string, startTime: string): Promise<{ id: string }> {
    const span = { query: { from: date, to: date } };
    const rosters = (await this.call(this.manager, 'listRosters', span)).items;
    const example = rosters[0]!;
    const doctors = await this.call(this.manager, 'listDoctorsForStaff', {
      query: { branchId: example.branchId },
    });
    const free = doctors.items.find(({ id }) => rosters.every(({ doctorId }) => doctorId !== id));
    expect(free, `a doctor without a clinic on ${date}`).toBeDefined();
    const [hours = 0, minutes = 0] = startTime.split(':').map(Number);
    const end = hours * 60 + minutes + 30;
    const two = (n: number) => String(n).padStart(2, '0');
    return this.call(this.manager, 'createRoster', {
      body: {
        doctorId: free!.id,
        date,
        period: hours < 12 ? 'morning' : hours < 18 ? 'afternoon' : 'evening',
        startTime,
        endTime: `${two(Math.floor(end / 60))}:${two(end % 60)}`,
        slotMinutes: 30,
        capacity: { shared: 2, wechat: 0, phone: 0, desk: 0 },
        serviceId: example.serviceId,
        room: '18 诊室',
      },
    });
  }
}
