import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { requireDevice } from '../../identity';
import { SiteCodes } from '../check-in/site-codes';
import { CheckInAtKiosk } from './check-in-at-kiosk';
import { FindKioskVisits } from './find-kiosk-visits';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class KioskController {
  @Inject()
  findUseCase: FindKioskVisits;
  @Inject()
  checkInUseCase: CheckInAtKiosk;
  @Inject()
  siteCodes: SiteCodes;

  @Route('findKioskVisits')
  async findKioskVisits(
    { body }: RequestOf<'findKioskVisits'>,
    actor: Actor,
  ): Promise<ResponseOf<'findKioskVisits'>> {
    return this.findUseCase.run(actor, body);
  }

  @Route('checkInAtKiosk')
  async checkInAtKiosk(
    { body }: RequestOf<'checkInAtKiosk'>,
    actor: Actor,
  ): Promise<ResponseOf<'checkInAtKiosk'>> {
    return this.checkInUseCase.run(actor, body.ticket);
  }

  @Route('getSiteCode')
  async getSiteCode(
    _request: RequestOf<'getSiteCode'>,
    actor: Actor,
  ): Promise<ResponseOf<'getSiteCode'>> {
    return this.siteCodes.of(requireDevice(actor).branchId);
  }
}
