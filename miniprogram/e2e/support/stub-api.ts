import {
  errorStatus,
  routes,
  type ErrorCode,
  type OperationId,
  type ResponseOf,
} from '../../../portal-api/contract/src';
import type { Answered, Phone, Sent, Server } from '../harness';

type Answers = { [K in OperationId]?: ResponseOf<K> | ErrorCode };

const patterns = Object.entries(routes).map(([id, row]) => {
  const [method = '', path = ''] = row.split(' ');
  return { id: id as OperationId, method, path: RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`) };
});

/** Stands in for the API where WeChat is what is tested: answers what it was told, else NOT_FOUND. */
export class StubApi {
  readonly sent: (Sent & { operation: OperationId })[] = [];
  /** What tickets open: the next file, or the way to somewhere else. */
  download: Answered | null = null;

  private readonly waits = new Map<OperationId, Promise<void>>();

  constructor(readonly answers: Answers = {}) {}

  /** Keeps answers of the operation on their way until the function it returns is called. */
  delay(operation: OperationId): () => void {
    let release = (): void => undefined;
    this.waits.set(operation, new Promise((resolve) => (release = resolve)));
    return () => release();
  }

  readonly server: Server = async (sent) => {
    const { pathname } = new URL(sent.url);
    const route = patterns.find(
      ({ method, path }) => method === sent.method && path.test(pathname),
    );
    if (!route) throw new Error(`${sent.method} ${pathname} is no operation`);
    this.sent.push({ ...sent, operation: route.id });
    await this.waits.get(route.id);
    if (route.id === 'openTicket' && this.download) return this.download;
    return this.answer(this.answers[route.id] ?? 'NOT_FOUND');
  };

  private answer(answer: object | ErrorCode): Answered {
    const error = { code: answer, message: '没有找到', requestId: 'stub' };
    const [status, body] =
      typeof answer === 'string' ? [errorStatus[answer], { error }] : [200, answer];
    return { status, header: {}, body: new TextEncoder().encode(JSON.stringify(body)) };
  }
}

/** A phone whose owner WeChat knows by fixed codes. */
export const stubPhone = (): Phone => ({
  appId: 'wx0000000000000001',
  loginCode: () => Promise.resolve('login-code'),
  phoneNumberCode: () => Promise.resolve('phone-code'),
  pay: (_sheet, decision) =>
    Promise.resolve(decision === 'pay' ? 'requestPayment:ok' : 'requestPayment:fail cancel'),
});
