import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../kernel';
import { CreatePayment } from './create-payment';
import { GetPayment } from './get-payment';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PortalPaymentsController {
  @Inject()
  createPaymentUseCase: CreatePayment;
  @Inject()
  getPaymentUseCase: GetPayment;

  @Route('createPayment', { idempotency: 'around' })
  async createPayment(
    request: RequestOf<'createPayment'>,
    actor: Actor,
  ): Promise<ResponseOf<'createPayment'>> {
    return this.createPaymentUseCase.run(actor, request);
  }

  @Route('getPayment')
  async getPayment(
    request: RequestOf<'getPayment'>,
    actor: Actor,
  ): Promise<ResponseOf<'getPayment'>> {
    return this.getPaymentUseCase.run(actor, request.params.paymentId);
  }
}
