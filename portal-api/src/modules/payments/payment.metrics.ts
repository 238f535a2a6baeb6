import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Counter } from 'prom-client';
import { Metrics } from '../../kernel/metrics';

@Provide()
@Scope(ScopeEnum.Singleton)
export class PaymentMetrics {
  @Inject()
  metrics: Metrics;

  notifications: Counter;
  refundTrouble: Counter;

  @Init()
  async build(): Promise<void> {
    const registers = [this.metrics.registry];
    this.notifications = new Counter({
      name: 'suizhen_payment_news_total',
      help: 'What was learnt about payments and refunds, by way (notification, query) and outcome',
      labelNames: ['way', 'outcome'],
      registers,
    });
    this.refundTrouble = new Counter({
      name: 'suizhen_refund_trouble_total',
      help: 'Refunds the payment company refused or calls abnormal: somebody must look',
      labelNames: ['kind'],
      registers,
    });
  }
}
