import http from 'node:http';

export interface PlannedRequest {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface LoadFigures {
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
}

interface LoadOptions {
  port: number;
  clients: number;
  requests: readonly PlannedRequest[];
  /** Any other status fails the run: a fast wrong answer is worth nothing. */
  expectStatus: readonly number[];
}

/** Sends the requests from `clients` connections, each as soon as its last one is answered. */
export async function load(options: LoadOptions): Promise<LoadFigures> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: options.clients });
  const times: number[] = [];
  let next = 0;
  const client = async () => {
    for (let index = next++; index < options.requests.length; index = next++) {
      const started = performance.now();
      const { status, text } = await send(agent, options.port, options.requests[index]!);
      times.push(performance.now() - started);
      if (!options.expectStatus.includes(status)) {
        throw new Error(
          `answered ${status} instead of ${options.expectStatus.join(' or ')}: ${text.slice(0, 300)}`,
        );
      }
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: options.clients }, client));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    perSecond: options.requests.length / seconds,
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
  };
}

export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}

export function send(
  agent: http.Agent,
  port: number,
  request: PlannedRequest,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string | number> = { ...request.headers };
    if (request.body !== undefined) {
      headers['content-type'] ??= 'application/json';
      headers['content-length'] = Buffer.byteLength(request.body);
    }
    const outgoing = http.request(
      { agent, host: '127.0.0.1', port, path: request.path, method: request.method, headers },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        answer.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}
