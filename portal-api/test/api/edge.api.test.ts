import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

const get = (path: string, init?: RequestInit) => fetch(`${app.url}${path}`, init);

describe('the edge', () => {
  it('says that it lives and that it is ready', async () => {
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ready', database: 'up' });
  });

  it('describes itself in OpenAPI 3.1 with a page', async () => {
    const document = (await (await get('/api/openapi.json')).json()) as {
      openapi: string;
      paths: object;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).length).toBeGreaterThan(60);
    expect(await (await get('/api/docs')).text()).toContain('随诊 API');
    expect((await get('/api/docs/swagger-ui-bundle.js')).status).toBe(200);
  });

  it('answers an unknown path in the one error shape', async () => {
    const answer = await get('/api/portal/nothing', {
      headers: { 'x-request-id': 'request-12345' },
    });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: { code: 'NOT_FOUND', message: expect.any(String), requestId: 'request-12345' },
    });
  });

  it('answers broken JSON with 400 and no trace', async () => {
    const answer = await get('/api/portal/sms-codes', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"phone": ',
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toMatch(/at |node_modules|SyntaxError/);
  });

  it('serves metrics without anything personal', async () => {
    const text = await (await get('/metrics')).text();
    expect(text).toContain('suizhen_request_duration_seconds');
    expect(text).toContain('suizhen_dead_letters 0');
  });
});
