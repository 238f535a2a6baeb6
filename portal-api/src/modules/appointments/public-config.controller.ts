import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { KernelContext, Route, Settings } from '../../kernel';
import { maxPatientsPerAccount } from '../patients';
import {
  bookingWindowDays,
  cancelCutoffMinutes,
  holdMinutes,
  hospitalName,
  isDeskPaymentAllowed,
  servicePhone,
} from './appointment.settings';

/** What a client must know before anyone signs in. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PublicConfigController {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  @Route('getPublicConfig')
  async getPublicConfig(): Promise<ResponseOf<'getPublicConfig'>> {
    const { clock, config } = this.kernelContext;
    return {
      hospitalName: await this.settings.get(hospitalName),
      serverTime: clock.now().toISOString(),
      bookingWindowDays: await this.settings.get(bookingWindowDays),
      holdMinutes: await this.settings.get(holdMinutes),
      maxPatientsPerAccount: await this.settings.get(maxPatientsPerAccount),
      isDeskPaymentAllowed: await this.settings.get(isDeskPaymentAllowed),
      cancelCutoffMinutes: await this.settings.get(cancelCutoffMinutes),
      servicePhone: await this.settings.get(servicePhone),
      isLocalMode: config.LOCAL_MODE,
    };
  }
}
