import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../kernel';
import { BranchesForStaff } from './branches-for-staff';
import { DepartmentsForStaff } from './departments-for-staff';
import { DoctorsForStaff } from './doctors-for-staff';
import { ServicesForStaff } from './services-for-staff';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class StaffDirectoryController {
  @Inject()
  branches: BranchesForStaff;
  @Inject()
  departments: DepartmentsForStaff;
  @Inject()
  doctors: DoctorsForStaff;
  @Inject()
  services: ServicesForStaff;

  @Route('listBranchesForStaff')
  async listBranchesForStaff(
    _request: RequestOf<'listBranchesForStaff'>,
    actor: Actor,
  ): Promise<ResponseOf<'listBranchesForStaff'>> {
    return this.branches.list(actor);
  }

  @Route('createBranch')
  async createBranch(
    request: RequestOf<'createBranch'>,
    actor: Actor,
  ): Promise<ResponseOf<'createBranch'>> {
    return this.branches.create(actor, request.body);
  }

  @Route('updateBranch')
  async updateBranch(
    request: RequestOf<'updateBranch'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateBranch'>> {
    return this.branches.update(actor, request.params.branchId, request.body);
  }

  @Route('listDepartmentsForStaff')
  async listDepartmentsForStaff(
    request: RequestOf<'listDepartmentsForStaff'>,
    actor: Actor,
  ): Promise<ResponseOf<'listDepartmentsForStaff'>> {
    return this.departments.list(actor, request.query);
  }

  @Route('createDepartment')
  async createDepartment(
    request: RequestOf<'createDepartment'>,
    actor: Actor,
  ): Promise<ResponseOf<'createDepartment'>> {
    return this.departments.create(actor, request.body);
  }

  @Route('updateDepartment')
  async updateDepartment(
    request: RequestOf<'updateDepartment'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateDepartment'>> {
    return this.departments.update(actor, request.params.departmentId, request.body);
  }

  @Route('listDoctorsForStaff')
  async listDoctorsForStaff(
    request: RequestOf<'listDoctorsForStaff'>,
    actor: Actor,
  ): Promise<ResponseOf<'listDoctorsForStaff'>> {
    return this.doctors.list(actor, request.query);
  }

  @Route('createDoctor')
  async createDoctor(
    request: RequestOf<'createDoctor'>,
    actor: Actor,
  ): Promise<ResponseOf<'createDoctor'>> {
    return this.doctors.create(actor, request.body);
  }

  @Route('updateDoctor')
  async updateDoctor(
    request: RequestOf<'updateDoctor'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateDoctor'>> {
    return this.doctors.update(actor, request.params.doctorId, request.body);
  }

  @Route('listServices')
  async listServices(
    request: RequestOf<'listServices'>,
    actor: Actor,
  ): Promise<ResponseOf<'listServices'>> {
    return this.services.list(actor, request.query);
  }

  @Route('createService')
  async createService(
    request: RequestOf<'createService'>,
    actor: Actor,
  ): Promise<ResponseOf<'createService'>> {
    return this.services.create(actor, request.body);
  }

  @Route('updateService')
  async updateService(
    request: RequestOf<'updateService'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateService'>> {
    return this.services.update(actor, request.params.serviceId, request.body);
  }
}
