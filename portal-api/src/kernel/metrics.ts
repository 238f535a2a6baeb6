import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus metrics. Labels are operations and codes, never people. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Metrics {
  readonly registry = new Registry();

  readonly requestDuration = new Histogram({
    name: 'suizhen_request_duration_seconds',
    help: 'Time to answer, by operation and status',
    labelNames: ['operation', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  readonly jobRuns = new Counter({
    name: 'suizhen_job_runs_total',
    help: 'Rounds of the worker loops, by job and outcome',
    labelNames: ['job', 'outcome'],
    registers: [this.registry],
  });

  readonly outboxWaiting = new Gauge({
    name: 'suizhen_outbox_waiting',
    help: 'Events not yet handed to their subscribers',
    registers: [this.registry],
  });

  readonly deadLetters = new Gauge({
    name: 'suizhen_dead_letters',
    help: 'Events whose handler failed half a day long: somebody must look',
    registers: [this.registry],
  });

  readonly outboxUnknown = new Gauge({
    name: 'suizhen_outbox_unknown',
    help: 'Waiting events that this program does not know: a newer one wrote them, update this worker',
    registers: [this.registry],
  });

  readonly failedDeliveries = new Gauge({
    name: 'suizhen_failed_deliveries',
    help: 'Messages given up that nobody has sent again or laid aside yet; codes do not count',
    registers: [this.registry],
  });

  readonly openDifferences = new Gauge({
    name: 'suizhen_reconciliation_open',
    help: 'Rows of the payment company’s bills that do not match our books and are not settled',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'suizhen_' });
  }
}
