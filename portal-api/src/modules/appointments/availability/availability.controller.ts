import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { ListAlternativeSlots } from './list-alternative-slots';
import { ListDays } from './list-days';
import { ListDoctorSlots } from './list-doctor-slots';
import { ListSlotsForStaff } from './list-slots-for-staff';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class AvailabilityController {
  @Inject()
  listDays: ListDays;
  @Inject()
  listDoctorSlotsUseCase: ListDoctorSlots;
  @Inject()
  listAlternativeSlotsUseCase: ListAlternativeSlots;
  @Inject()
  listSlotsForStaffUseCase: ListSlotsForStaff;

  @Route('listDepartmentDays')
  async listDepartmentDays(
    request: RequestOf<'listDepartmentDays'>,
  ): Promise<ResponseOf<'listDepartmentDays'>> {
    return this.listDays.ofDepartment(request.params.departmentId);
  }

  @Route('listDoctorDays')
  async listDoctorDays(
    request: RequestOf<'listDoctorDays'>,
  ): Promise<ResponseOf<'listDoctorDays'>> {
    return this.listDays.ofDoctor(request.params.doctorId);
  }

  @Route('listDoctorSlots')
  async listDoctorSlots(
    request: RequestOf<'listDoctorSlots'>,
  ): Promise<ResponseOf<'listDoctorSlots'>> {
    return this.listDoctorSlotsUseCase.run(request.params.doctorId, request.query.date);
  }

  @Route('listAlternativeSlots')
  async listAlternativeSlots(
    request: RequestOf<'listAlternativeSlots'>,
  ): Promise<ResponseOf<'listAlternativeSlots'>> {
    return this.listAlternativeSlotsUseCase.run(request.params.slotId);
  }

  @Route('listSlotsForStaff')
  async listSlotsForStaff(
    request: RequestOf<'listSlotsForStaff'>,
    actor: Actor,
  ): Promise<ResponseOf<'listSlotsForStaff'>> {
    return this.listSlotsForStaffUseCase.run(actor, request.query);
  }
}
