import { Agent, createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { drain } from './drain';

function slowServer(answerAfterMs: number): Promise<Server> {
  const server = createServer((_request, response) => {
    setTimeout(() => response.end('done'), answerAfterMs);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function ask(server: Server, agent: Agent): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    const request = get({ port, host: '127.0.0.1', agent }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => resolve(text));
    });
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
  });
}

const underWay = (server: Server) => new Promise((resolve) => server.once('request', resolve));

describe('drain', () => {
  it('answers what was asked, on a connection that is kept alive, and then ends at once', async () => {
    const server = await slowServer(200);
    const agent = new Agent({ keepAlive: true });
    const answer = ask(server, agent);
    await underWay(server);
    // Longer than a test may take: it does not wait for that.
    await drain(server, 300_000);
    expect(await answer).toBe('done');
    agent.destroy();
  });

  it('cuts off who takes too long', async () => {
    const server = await slowServer(60_000);
    const agent = new Agent({ keepAlive: true });
    const answer = ask(server, agent);
    await underWay(server);
    await drain(server, 100);
    expect(await answer).toBe('ECONNRESET');
    agent.destroy();
  });

  it('has nothing to do where nobody listens', async () => {
    await drain(createServer(), 100);
  });
});
