import { serve } from '../kernel/http-sim';

interface ReceivedCall {
  headers: Record<string, string | string[] | undefined>;
  rawBody: string;
}

export interface MerchantEndpoint {
  url: string;
  received: ReceivedCall[];
  /** The status to answer; 204 unless a test says otherwise. */
  answers: number[];
  close(): Promise<void>;
}

/** Stands where the product's callbacks would be, and keeps what arrives. */
export async function startMerchantEndpoint(): Promise<MerchantEndpoint> {
  const received: ReceivedCall[] = [];
  const answers: number[] = [];
  const server = await serve(0, (request) => {
    received.push({ headers: request.headers, rawBody: request.body });
    return { status: answers.shift() ?? 204 };
  });
  return { url: `${server.url}/notify`, received, answers, close: () => server.close() };
}

/** Waits for something that happens by itself, at most ten seconds. */
export async function eventually<T>(look: () => T | undefined): Promise<T> {
  const end = performance.now() + 10_000;
  while (performance.now() < end) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not happen within ten seconds');
}
