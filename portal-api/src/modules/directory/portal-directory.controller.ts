import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route } from '../../kernel';
import { GetDoctor } from './get-doctor';
import { ListBranches } from './list-branches';
import { ListDepartmentDoctors } from './list-department-doctors';
import { ListDepartments } from './list-departments';
import { SearchDirectory } from './search-directory';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PortalDirectoryController {
  @Inject()
  listBranchesUseCase: ListBranches;
  @Inject()
  listDepartmentsUseCase: ListDepartments;
  @Inject()
  searchDirectoryUseCase: SearchDirectory;
  @Inject()
  listDepartmentDoctorsUseCase: ListDepartmentDoctors;
  @Inject()
  getDoctorUseCase: GetDoctor;

  @Route('listBranches')
  async listBranches(): Promise<ResponseOf<'listBranches'>> {
    return this.listBranchesUseCase.run();
  }

  @Route('listDepartments')
  async listDepartments(
    request: RequestOf<'listDepartments'>,
  ): Promise<ResponseOf<'listDepartments'>> {
    return this.listDepartmentsUseCase.run(request.params.branchId);
  }

  @Route('searchDirectory')
  async searchDirectory(
    request: RequestOf<'searchDirectory'>,
  ): Promise<ResponseOf<'searchDirectory'>> {
    return this.searchDirectoryUseCase.run(request.query);
  }

  @Route('listDepartmentDoctors')
  async listDepartmentDoctors(
    request: RequestOf<'listDepartmentDoctors'>,
  ): Promise<ResponseOf<'listDepartmentDoctors'>> {
    return this.listDepartmentDoctorsUseCase.run(request.params.departmentId, request.query.date);
  }

  @Route('getDoctor')
  async getDoctor(request: RequestOf<'getDoctor'>): Promise<ResponseOf<'getDoctor'>> {
    return this.getDoctorUseCase.run(request.params.doctorId);
  }
}
