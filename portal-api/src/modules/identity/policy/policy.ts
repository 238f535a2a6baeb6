import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission } from '@suizhen/contract';
import { AppError, type AccountActor, type Actor, type StaffActor } from '../../../kernel';
import {
  bindScope,
  isWithin,
  scopeSql,
  type ScopeColumns,
  type ScopeFilter,
  type ScopeTarget,
} from './scope';

/** @throws UNAUTHENTICATED for anyone but a signed-in account */
export function requireAccount(actor: Actor): AccountActor {
  if (actor.kind !== 'account') throw new AppError('UNAUTHENTICATED');
  return actor;
}

/** @throws UNAUTHENTICATED for anyone but a signed-in staff member */
export function requireStaff(actor: Actor): StaffActor {
  if (actor.kind !== 'staff') throw new AppError('UNAUTHENTICATED');
  return actor;
}

/** Who may do what, and how far it reaches. What is not granted is denied. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Policy {
  requireAccount(actor: Actor): AccountActor {
    return requireAccount(actor);
  }

  requireStaff(actor: Actor): StaffActor {
    return requireStaff(actor);
  }

  /**
   * @param target where the thing belongs; without it only the grant itself is asked for
   * @throws FORBIDDEN without the grant, or where somebody else must agree first
   * @throws NOT_FOUND when the target lies outside the grant's scope: its existence is none of theirs
   */
  require(actor: Actor, permission: Permission, target?: ScopeTarget): StaffActor {
    const staff = requireStaff(actor);
    const filter = this.scope(staff, permission);
    if (target && !isWithin(filter, target)) throw new AppError('NOT_FOUND');
    return staff;
  }

  /** How far a permission reaches. @throws FORBIDDEN without the grant */
  scope(actor: StaffActor, permission: Permission): ScopeFilter {
    const grant = actor.grants.get(permission);
    if (!grant) throw new AppError('FORBIDDEN');
    if (grant.needsApproval) throw new AppError('FORBIDDEN', { message: '这项操作需要审批' });
    return bindScope(grant.scope, actor);
  }

  scopeCondition(filter: ScopeFilter, columns: ScopeColumns, values: unknown[]): string {
    return scopeSql(filter, columns, values);
  }

  /** Whether names, phones and documents are shown unmasked. */
  seesClear(actor: StaffActor, permission: Permission): boolean {
    return actor.grants.get(permission)?.isMasked === false;
  }
}
