import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { currentRequest, rawBody, Route } from '../../kernel';
import { ReceiveNotification } from './receive-notification';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PaymentCallbacksController {
  @Inject()
  receiveNotification: ReceiveNotification;

  @Route('receivePaymentNotification')
  async receivePaymentNotification(): Promise<void> {
    await this.receive();
  }

  @Route('receiveRefundNotification')
  async receiveRefundNotification(): Promise<void> {
    await this.receive();
  }

  private receive(): Promise<void> {
    return this.receiveNotification.run({ headers: currentRequest().headers, rawBody: rawBody() });
  }
}
