import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { AppError, Audit, KernelContext, UnitOfWork, type Actor, type Tx } from '../../../kernel';
import { Policy } from '../policy/policy';
import { StaffMembers, type StaffMember } from './staff-members';
import { StaffRules } from './staff-rules';
import { StaffSessions } from './staff-sessions';

type Input = RequestOf<'updateStaff'>['body'];

/** What decides over rights: a change of any of these ends the person's sessions. */
const rightsFields = ['branchId', 'departmentId', 'teamId', 'doctorId', 'isActive'] as const;

@Provide()
@Scope(ScopeEnum.Singleton)
export class UpdateStaff {
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
  @Inject()
  staffSessions: StaffSessions;

  /** @throws NOT_FOUND, VERSION_CONFLICT, CONFLICT for the last super administrator, INVALID_FIELD */
  async run(actor: Actor, staffId: string, input: Input): Promise<StaffMember> {
    const staff = this.policy.require(actor, 'staff.update', input);
    const scope = this.policy.scope(staff, 'staff.update');
    await this.staffRules.requirePlacement(input);
    return this.unitOfWork
      .run(async (tx) => {
        await this.staffRules.lockSuperAdmins(tx);
        const before = await this.staffMembers.get(scope, staffId);
        this.staffRules.requireMayGrant(staff, [...before.roles, ...input.roles]);
        await this.write(tx, staffId, input);
        await this.staffRules.setRoles(tx, staffId, input.roles);
        await this.staffRules.requireSuperAdmin(tx);
        const changed = changedRights(before, input);
        if (changed.length > 0) await this.staffSessions.endAll(tx, staffId);
        const entry = {
          action: changed.length > 0 ? 'staff.change-rights' : 'staff.update',
          resourceKind: 'staff',
          resourceId: staffId,
          detail: { changed, rolesBefore: before.roles, roles: input.roles },
        };
        await this.audit.record(actor, entry, tx);
        return this.staffMembers.get({ kind: 'all' }, staffId);
      })
      .catch((error: unknown) => {
        throw this.staffRules.explain(error);
      });
  }

  /** Without a phone in the request the one on file stays; an empty one erases it. */
  private async write(tx: Tx, staffId: string, input: Input): Promise<void> {
    const { secrets } = this.kernelContext;
    const written = await tx.query(
      `update staff set name = $3, branch_id = $4, department_id = $5, team_id = $6, doctor_id = $7, is_active = $8,
          phone_cipher = case when $9 then $10 else phone_cipher end,
          phone_index = case when $9 then $11 else phone_index end, version = version + 1
        where id = $1 and version = $2 returning id`,
      [
        staffId,
        input.version,
        input.name,
        input.branchId,
        input.departmentId,
        input.teamId,
        input.doctorId,
        input.isActive,
        input.phone !== undefined,
        secrets.encryptOptional(input.phone),
        input.phone ? secrets.index('phone', input.phone) : null,
      ],
    );
    if (written.length === 0) throw new AppError('VERSION_CONFLICT');
  }
}

function changedRights(before: StaffMember, input: Input): string[] {
  const changed: string[] = rightsFields.filter((field) => before[field] !== input[field]);
  const isSameSet =
    before.roles.length === new Set(input.roles).size &&
    before.roles.every((role) => input.roles.includes(role));
  return isSameSet ? changed : ['roles', ...changed];
}
