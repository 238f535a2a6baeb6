import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../postgres';
import { startFront } from './front';
import { realSystems } from './real-systems';

const servers: http.Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(name: string, listener?: http.RequestListener): Promise<string> {
  const answer: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      response.end(JSON.stringify({ name, url: request.url, body, headers: request.headers }));
    });
  };
  const server = http.createServer(listener ?? answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function front(apis: string[], simulators = 'http://127.0.0.1:9'): Promise<string> {
  const port = await freePort();
  servers.push(await startFront({ port, apis, simulators }));
  return `http://127.0.0.1:${port}`;
}

interface Echo {
  name: string;
  url: string;
  body: string;
  headers: Record<string, string>;
}

const read = async (response: Response): Promise<Echo> => (await response.json()) as Echo;

describe('the local front', () => {
  it('leads /sim/ to the simulators and the rest to the API', async () => {
    const url = await front([await serve('api')], await serve('sim'));
    expect(await read(await fetch(`${url}/sim/inbox`))).toMatchObject({ name: 'sim' });
    expect(await read(await fetch(`${url}/simple`))).toMatchObject({ name: 'api' });
    const posted = await fetch(`${url}/api/x?y=1`, { method: 'POST', body: '{"名":1}' });
    const seen = await read(posted);
    expect(seen).toMatchObject({ name: 'api', url: '/api/x?y=1', body: '{"名":1}' });
    expect(seen.headers['x-forwarded-for']).toBe('127.0.0.1');
  });

  it('asks the next API process when one is away, with the body still whole', async () => {
    const gone = `http://127.0.0.1:${await freePort()}`;
    const url = await front([gone, await serve('second')]);
    for (let turn = 0; turn < 4; turn += 1) {
      const answer = await fetch(`${url}/api/x`, { method: 'POST', body: 'once' });
      expect(await read(answer)).toMatchObject({ name: 'second', body: 'once' });
    }
  });

  it('loses nothing that is written to a connection that is just being closed', async () => {
    const served = new WeakSet<object>();
    const api = await serve('api', (request, response) => {
      if (served.has(request.socket)) request.socket.destroy();
      served.add(request.socket);
      response.end('{}');
    });
    const url = await front([api]);
    for (const method of ['GET', 'POST', 'GET', 'POST', 'POST', 'DELETE']) {
      const answer = await fetch(`${url}/api/x`, { method });
      expect([method, answer.status]).toEqual([method, 200]);
      expect(answer.headers.get('keep-alive')).toBe('timeout=65');
      await answer.text();
    }
  });

  it('shows a page that reloads itself while the API is away, and the error shape to programs', async () => {
    const url = await front([`http://127.0.0.1:${await freePort()}`]);
    const page = await fetch(`${url}/`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(502);
    expect(await page.text()).toContain('系统正在启动');
    const program = await fetch(`${url}/api/x`, { method: 'POST', body: '{}' });
    expect(program.status).toBe(503);
    expect(await program.json()).toMatchObject({ error: { code: 'UNAVAILABLE' } });
  });

  it('passes on server-sent events as they come', async () => {
    let send: (text: string) => void = () => undefined;
    const api = await serve('api', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      send = (text) => response.write(text);
    });
    const response = await fetch(`${await front([api])}/api/board/events`);
    const reader = response.body?.getReader();
    send('data: 1\n\n');
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 1\n\n');
    await reader?.cancel();
  });
});

describe('real systems', () => {
  it('are told from simulators on this machine', () => {
    expect(realSystems({ WECHAT_BASE_URL: 'http://127.0.0.1:7321' })).toEqual([]);
    expect(realSystems({ SMTP_URL: 'smtp://localhost:25', SMS_BASE_URL: '' })).toEqual([]);
    expect(realSystems({ WECHAT_PAY_BASE_URL: 'https://api.mch.weixin.qq.com' })).toEqual([
      'WECHAT_PAY_BASE_URL',
    ]);
  });
});
