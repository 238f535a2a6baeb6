import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName, type RequestOf, type ResponseOf } from '@suizhen/contract';
import {
  Audit,
  Database,
  KernelContext,
  RateLimiter,
  type Actor,
  type DeviceActor,
} from '../../../kernel';
import { requireDevice } from '../../identity';
import { anyIdentityIndexOf, phoneTailIndexOf } from '../../patients';
import { CheckInFactsReader, checkInFactsSql, type CheckInFacts } from '../check-in/check-in-facts';
import { locationOf } from '../reading/my-appointment.presenter';
import { KioskTickets } from './kiosk-tickets';

type Query = RequestOf<'findKioskVisits'>['body'];
type Answer = ResponseOf<'findKioskVisits'>;

const mostVisits = 10;

/**
 * Today's visits of whoever stands at the kiosk. Somebody unknown, a wrong second factor and nothing
 * today are one and the same: the same statements run, one line of audit is written, an empty list comes
 * back. Each number can be tried a few times a day only.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FindKioskVisits {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  rateLimiter: RateLimiter;
  @Inject()
  checkInFacts: CheckInFactsReader;
  @Inject()
  kioskTickets: KioskTickets;

  /** @throws RATE_LIMITED */
  async run(actor: Actor, query: Query): Promise<Answer> {
    const device = requireDevice(actor);
    if (query.by !== 'code') await this.rateLimiter.spend('kiosk-number', this.keyOf(query));
    const rows = await this.find(device, query);
    await this.audit.record(device, {
      action: 'check-in.find',
      resourceKind: 'appointment',
      resourceId: rows[0]?.id ?? null,
      patientId: rows[0]?.patient_id ?? null,
      detail: { by: query.by, count: rows.length },
    });
    return { items: await Promise.all(rows.map((row) => this.present(device, row))) };
  }

  /** Numbers that nobody has count like those of patients. */
  private keyOf(query: Exclude<Query, { by: 'code' }>): string {
    const { secrets } = this.kernelContext;
    return query.by === 'card'
      ? secrets.index('identity', `card:${query.cardNumber.toUpperCase()}`)
      : anyIdentityIndexOf(secrets, query.identityNumber)[0]!;
  }

  private find(device: DeviceActor, query: Query): Promise<CheckInFacts[]> {
    const { secrets, clock } = this.kernelContext;
    const values: unknown[] = [clock.today(), device.branchId, device.departmentIds];
    const parameter = (value: unknown) => `$${values.push(value)}`;
    const whose: string[] = [];
    if (query.by === 'code') {
      whose.push(`a.check_in_code = ${parameter(query.code.toUpperCase())}`);
    } else {
      whose.push(`p.phone_tail_index = ${parameter(phoneTailIndexOf(secrets, query.phoneTail))}`);
      whose.push(
        query.by === 'card'
          ? `p.card_number <> '' and p.card_number = ${parameter(query.cardNumber)}`
          : `p.identity_index = any(${parameter(anyIdentityIndexOf(secrets, query.identityNumber))})`,
      );
    }
    return this.database.query<CheckInFacts>(
      `${checkInFactsSql}
        where a.date = $1 and a.branch_id = $2 and ($3 = '{}'::uuid[] or a.department_id = any($3))
          and a.status in ('booked', 'arrived') and ${whose.join(' and ')}
        order by a.starts_at, a.id limit ${mostVisits}`,
      values,
    );
  }

  private async present(
    device: DeviceActor,
    facts: CheckInFacts,
  ): Promise<Answer['items'][number]> {
    const isDone = facts.status === 'arrived';
    return {
      appointmentId: facts.id,
      appointmentNo: facts.appointment_no,
      status: facts.status,
      patientNameMasked: maskName(facts.patient_name),
      departmentName: facts.department_name,
      doctorName: facts.doctor_name,
      doctorTitle: facts.doctor_title,
      location: locationOf(facts),
      startsAt: facts.starts_at.toISOString(),
      endsAt: facts.ends_at.toISOString(),
      queueNumber: facts.place_number,
      feeState: facts.fee_state,
      checkInState: isDone
        ? 'done'
        : await this.checkInFacts.stateOf(facts, this.kernelContext.clock.now()),
      ticket: this.kioskTickets.issue(device.deviceId, facts.id),
    };
  }
}
