import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { PatientMerges } from '../merge/patient-merges';
import { GetPatient } from './get-patient';
import { PatientHistory } from './patient-history';
import { RegisterPatient } from './register-patient';
import { RevealPatientFields } from './reveal-patient-fields';
import { SearchPatients } from './search-patients';
import { UpdatePatient } from './update-patient';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class StaffPatientsController {
  @Inject()
  search: SearchPatients;
  @Inject()
  register: RegisterPatient;
  @Inject()
  get: GetPatient;
  @Inject()
  update: UpdatePatient;
  @Inject()
  reveal: RevealPatientFields;
  @Inject()
  history: PatientHistory;
  @Inject()
  merges: PatientMerges;

  @Route('searchPatients')
  async searchPatients(
    { body }: RequestOf<'searchPatients'>,
    actor: Actor,
  ): Promise<ResponseOf<'searchPatients'>> {
    return this.search.run(actor, body);
  }

  @Route('registerPatient')
  async registerPatient(
    { body }: RequestOf<'registerPatient'>,
    actor: Actor,
  ): Promise<ResponseOf<'registerPatient'>> {
    return this.register.run(actor, body);
  }

  @Route('getPatient')
  async getPatient(
    { params }: RequestOf<'getPatient'>,
    actor: Actor,
  ): Promise<ResponseOf<'getPatient'>> {
    return this.get.run(actor, params.patientId);
  }

  @Route('updatePatient')
  async updatePatient(
    { params, body }: RequestOf<'updatePatient'>,
    actor: Actor,
  ): Promise<ResponseOf<'updatePatient'>> {
    return this.update.run(actor, params.patientId, body);
  }

  @Route('revealPatientFields')
  async revealPatientFields(
    { params, body }: RequestOf<'revealPatientFields'>,
    actor: Actor,
  ): Promise<ResponseOf<'revealPatientFields'>> {
    return this.reveal.run(actor, params.patientId, body);
  }

  @Route('listPatientAppointments')
  async listPatientAppointments(
    { params, query }: RequestOf<'listPatientAppointments'>,
    actor: Actor,
  ): Promise<ResponseOf<'listPatientAppointments'>> {
    return this.history.appointments(actor, params.patientId, query);
  }

  @Route('listPatientPayments')
  async listPatientPayments(
    { params, query }: RequestOf<'listPatientPayments'>,
    actor: Actor,
  ): Promise<ResponseOf<'listPatientPayments'>> {
    return this.history.payments(actor, params.patientId, query);
  }

  @Route('listPatientProxies')
  async listPatientProxies(
    { params }: RequestOf<'listPatientProxies'>,
    actor: Actor,
  ): Promise<ResponseOf<'listPatientProxies'>> {
    return this.history.proxies(actor, params.patientId);
  }

  @Route('listPatientRecordViews')
  async listPatientRecordViews(
    { params, query }: RequestOf<'listPatientRecordViews'>,
    actor: Actor,
  ): Promise<ResponseOf<'listPatientRecordViews'>> {
    return this.history.views(actor, params.patientId, query);
  }

  @Route('listPatientMerges')
  async listPatientMerges(
    { params }: RequestOf<'listPatientMerges'>,
    actor: Actor,
  ): Promise<ResponseOf<'listPatientMerges'>> {
    return this.merges.list(actor, params.patientId);
  }

  @Route('undoPatientMerge')
  async undoPatientMerge(
    request: RequestOf<'undoPatientMerge'>,
    actor: Actor,
  ): Promise<ResponseOf<'undoPatientMerge'>> {
    return this.merges.undo(actor, request);
  }
}
