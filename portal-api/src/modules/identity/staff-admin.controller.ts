import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../kernel';
import { Policy } from './policy/policy';
import { ManageSettings } from './settings/manage-settings';
import { CreateStaff } from './staff/create-staff';
import { ListAuditEvents } from './staff/list-audit-events';
import { ListRoles } from './staff/list-roles';
import { ResetStaffPassword } from './staff/reset-staff-password';
import { StaffMembers } from './staff/staff-members';
import { Teams } from './staff/teams';
import { UpdateStaff } from './staff/update-staff';

/** Colleagues, teams, roles, the audit, and the settings. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class StaffAdminController {
  @Inject()
  policy: Policy;
  @Inject()
  staffMembers: StaffMembers;
  @Inject()
  createStaffUseCase: CreateStaff;
  @Inject()
  updateStaffUseCase: UpdateStaff;
  @Inject()
  resetPassword: ResetStaffPassword;
  @Inject()
  teams: Teams;
  @Inject()
  roles: ListRoles;
  @Inject()
  auditEvents: ListAuditEvents;
  @Inject()
  manageSettings: ManageSettings;

  @Route('listStaff')
  async listStaff(
    { query }: RequestOf<'listStaff'>,
    actor: Actor,
  ): Promise<ResponseOf<'listStaff'>> {
    const staff = this.policy.require(actor, 'staff.display');
    return this.staffMembers.list(this.policy.scope(staff, 'staff.display'), query);
  }

  @Route('createStaff')
  async createStaff(
    { body }: RequestOf<'createStaff'>,
    actor: Actor,
  ): Promise<ResponseOf<'createStaff'>> {
    return this.createStaffUseCase.run(actor, body);
  }

  @Route('updateStaff')
  async updateStaff(
    { params, body }: RequestOf<'updateStaff'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateStaff'>> {
    return this.updateStaffUseCase.run(actor, params.staffId, body);
  }

  @Route('resetStaffPassword')
  async resetStaffPassword(
    { params, body }: RequestOf<'resetStaffPassword'>,
    actor: Actor,
  ): Promise<ResponseOf<'resetStaffPassword'>> {
    return this.resetPassword.run(actor, params.staffId, body.password);
  }

  @Route('listTeams')
  async listTeams(
    _request: RequestOf<'listTeams'>,
    actor: Actor,
  ): Promise<ResponseOf<'listTeams'>> {
    return { items: await this.teams.list(actor) };
  }

  @Route('createTeam')
  async createTeam(
    { body }: RequestOf<'createTeam'>,
    actor: Actor,
  ): Promise<ResponseOf<'createTeam'>> {
    return this.teams.create(actor, body);
  }

  @Route('updateTeam')
  async updateTeam(
    { params, body }: RequestOf<'updateTeam'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateTeam'>> {
    return this.teams.update(actor, params.teamId, body);
  }

  @Route('listRoles')
  async listRoles(
    _request: RequestOf<'listRoles'>,
    actor: Actor,
  ): Promise<ResponseOf<'listRoles'>> {
    return this.roles.run(actor);
  }

  @Route('listAuditEvents')
  async listAuditEvents(
    { query }: RequestOf<'listAuditEvents'>,
    actor: Actor,
  ): Promise<ResponseOf<'listAuditEvents'>> {
    return this.auditEvents.run(actor, query);
  }

  @Route('listSettings')
  async listSettings(
    _request: RequestOf<'listSettings'>,
    actor: Actor,
  ): Promise<ResponseOf<'listSettings'>> {
    return this.manageSettings.list(actor);
  }

  @Route('updateSetting')
  async updateSetting(
    { params, body }: RequestOf<'updateSetting'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateSetting'>> {
    return this.manageSettings.update(actor, params.key, body);
  }

  @Route('listSettingHistory')
  async listSettingHistory(
    { params }: RequestOf<'listSettingHistory'>,
    actor: Actor,
  ): Promise<ResponseOf<'listSettingHistory'>> {
    return { items: await this.manageSettings.history(actor, params.key) };
  }
}
