import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import type { Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { PatientAccess } from '../../patients';
import { CreditStanding } from '../credit/credit-standing';
import { JoinWaitlist } from './join-waitlist';
import { StaffWaitlist } from './staff-waitlist';
import { Wishes } from './wish';

/** Puts a patient on the waitlist at the desk or by phone. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class JoinWaitlistForPatient {
  @Inject()
  policy: Policy;
  @Inject()
  patientAccess: PatientAccess;
  @Inject()
  creditStanding: CreditStanding;
  @Inject()
  wishes: Wishes;
  @Inject()
  joinWaitlist: JoinWaitlist;
  @Inject()
  staffWaitlist: StaffWaitlist;

  async run(
    actor: Actor,
    { patientId, channel, wish }: RequestOf<'joinWaitlistForPatient'>['body'],
  ): Promise<ResponseOf<'joinWaitlistForPatient'>> {
    const { staffId, teamId } = this.policy.require(actor, 'appointment.create');
    const { branchId, departmentId, doctorId } = await this.wishes.read(wish);
    const staff = this.policy.require(actor, 'appointment.create', {
      ...{ branchId, departmentId, doctorId },
      // The entry will be theirs: whoever may keep appointments of their own may make one.
      ...{ staffId, teamId },
    });
    await this.patientAccess.require(actor, 'appointment.create', patientId);
    await this.creditStanding.requireStaffMayBook(patientId);
    const joining = { patientId, channel, wish, accountId: null, staffId };
    return this.staffWaitlist.afterwards(staff, await this.joinWaitlist.run(actor, joining));
  }
}
