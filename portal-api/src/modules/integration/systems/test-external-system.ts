import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { Audit, KernelContext, type Actor } from '../../../kernel';
import type { HospitalAdapter } from '../ports';
import { wordsOfError } from '../words-of-error';
import { ConnectedSystems } from './connected-systems';
import { ExternalSystems } from './external-systems';

/** A person stands and waits. */
const patienceMs = 3_500;

/** Whether a system answers, enabled or not, and what it says about itself. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TestExternalSystem {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  externalSystems: ExternalSystems;
  @Inject()
  connectedSystems: ConnectedSystems;

  async run(actor: Actor, systemId: string): Promise<ResponseOf<'testExternalSystem'>> {
    const { staff, row } = await this.externalSystems.require(
      actor,
      'integration.update',
      systemId,
    );
    const what = { resourceKind: 'integration', resourceId: systemId };
    await this.audit.record(staff, { action: 'integration.test', ...what });
    let adapter: HospitalAdapter;
    try {
      adapter = this.connectedSystems.make(row);
    } catch (error) {
      return { isReachable: false, text: wordsOfError(error) };
    }
    try {
      return { isReachable: true, text: await inTime(adapter.check()) };
    } catch (error) {
      return { isReachable: false, text: wordsOfError(error) };
    } finally {
      void adapter.close().catch(() => undefined);
    }
  }
}

async function inTime(answer: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('系统在几秒内没有应答')), patienceMs);
  });
  answer.catch(() => undefined);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
