import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { Audit, KernelContext, newId, UnitOfWork, type Actor, type Tx } from '../../../kernel';
import { Policy } from '../policy/policy';
import { hashPassword } from './password-hash';
import { StaffMembers, type StaffMember } from './staff-members';
import { StaffRules } from './staff-rules';

type Input = RequestOf<'createStaff'>['body'];

/** Adds a staff member, whose first password lasts until the first sign-in. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreateStaff {
  @Inject()
  policy: Policy;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  staffRules: StaffRules;
  @Inject()
  staffMembers: StaffMembers;

  /** @throws NAME_TAKEN, INVALID_FIELD */
  async run(actor: Actor, input: Input): Promise<StaffMember> {
    const staff = this.policy.require(actor, 'staff.create', input);
    this.staffRules.requireMayGrant(staff, input.roles);
    await this.staffRules.requireGoodPassword(input.password, input.username, 'body.password');
    await this.staffRules.requirePlacement(input);
    const passwordHash = await hashPassword(input.password);
    const staffId = newId(this.kernelContext.clock.now());
    await this.unitOfWork
      .run(async (tx) => {
        await this.insert(tx, staffId, input, passwordHash);
        await this.staffRules.setRoles(tx, staffId, input.roles);
        const entry = {
          action: 'staff.create',
          resourceKind: 'staff',
          resourceId: staffId,
          detail: { roles: input.roles, branchId: input.branchId, teamId: input.teamId },
        };
        await this.audit.record(actor, entry, tx);
      })
      .catch((error: unknown) => {
        throw this.staffRules.explain(error);
      });
    return this.staffMembers.get({ kind: 'all' }, staffId);
  }

  private async insert(tx: Tx, staffId: string, input: Input, passwordHash: string): Promise<void> {
    const { secrets, clock } = this.kernelContext;
    await tx.query(
      `insert into staff (id, username, name, phone_cipher, phone_index, password_hash, must_change_password,
         branch_id, department_id, team_id, doctor_id, is_active, created_at)
       values ($1, $2, $3, $4, $5, $6, true, $7, $8, $9, $10, $11, $12)`,
      [
        staffId,
        input.username,
        input.name,
        secrets.encryptOptional(input.phone),
        input.phone ? secrets.index('phone', input.phone) : null,
        passwordHash,
        input.branchId,
        input.departmentId,
        input.teamId,
        input.doctorId,
        input.isActive,
        clock.now(),
      ],
    );
  }
}
