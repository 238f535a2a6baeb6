import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../proxies';
import { RecordViews } from '../record-views';
import { ClaimPatient } from './claim-patient';
import { ConfirmPatientClaim } from './confirm-patient-claim';
import { MyPatients } from './my-patients';
import { SetDefaultPatient } from './set-default-patient';
import { UnlinkMyPatient } from './unlink-my-patient';
import { UpdateMyPatient } from './update-my-patient';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PortalPatientsController {
  @Inject()
  myPatients: MyPatients;
  @Inject()
  claim: ClaimPatient;
  @Inject()
  confirmClaim: ConfirmPatientClaim;
  @Inject()
  update: UpdateMyPatient;
  @Inject()
  unlink: UnlinkMyPatient;
  @Inject()
  makeDefault: SetDefaultPatient;
  @Inject()
  recordViews: RecordViews;
  @Inject()
  proxies: Proxies;

  @Route('listMyPatients')
  async listMyPatients(
    _request: RequestOf<'listMyPatients'>,
    actor: Actor,
  ): Promise<ResponseOf<'listMyPatients'>> {
    return { items: await this.myPatients.all(requireAccount(actor).accountId) };
  }

  @Route('claimPatient')
  async claimPatient(
    { body }: RequestOf<'claimPatient'>,
    actor: Actor,
  ): Promise<ResponseOf<'claimPatient'>> {
    return this.claim.run(actor, body);
  }

  @Route('confirmPatientClaim')
  async confirmPatientClaim(
    { params, body }: RequestOf<'confirmPatientClaim'>,
    actor: Actor,
  ): Promise<ResponseOf<'confirmPatientClaim'>> {
    return this.confirmClaim.run(actor, params.claimId, body.code);
  }

  @Route('getMyPatient')
  async getMyPatient(
    { params }: RequestOf<'getMyPatient'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMyPatient'>> {
    return this.myPatients.one(requireAccount(actor).accountId, params.patientId);
  }

  @Route('updateMyPatient')
  async updateMyPatient(
    request: RequestOf<'updateMyPatient'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateMyPatient'>> {
    return this.update.run(actor, request);
  }

  @Route('unlinkMyPatient')
  async unlinkMyPatient({ params }: RequestOf<'unlinkMyPatient'>, actor: Actor): Promise<void> {
    return this.unlink.run(actor, params.patientId);
  }

  @Route('setDefaultPatient')
  async setDefaultPatient(
    { params }: RequestOf<'setDefaultPatient'>,
    actor: Actor,
  ): Promise<ResponseOf<'setDefaultPatient'>> {
    return this.makeDefault.run(actor, params.patientId);
  }

  @Route('listMyRecordViews')
  async listMyRecordViews(
    { params, query }: RequestOf<'listMyRecordViews'>,
    actor: Actor,
  ): Promise<ResponseOf<'listMyRecordViews'>> {
    await this.proxies.require(requireAccount(actor).accountId, params.patientId);
    return this.recordViews.page(params.patientId, query, 'short');
  }
}
