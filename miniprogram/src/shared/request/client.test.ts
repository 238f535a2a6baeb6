import { beforeEach, describe, expect, it, vi } from 'vitest';
import { request as answer } from '../../../test/stand-in';
import { ApiError, fieldError, sentenceOf } from './api-error';
import { call, whenSignedOut } from './client';
import { createKeyKeeper } from './idempotency';
import { useNetwork } from './network';
import { keepToken } from './token';

const refusal = (statusCode: number, code: string, fields?: Record<string, string>) => ({
  statusCode,
  data: { error: { code, message: '服务器的话', fields, requestId: 'r-1' } },
});

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const problem: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(problem instanceof ApiError)) throw new Error('expected a refusal');
  return problem;
}

describe('the request client', () => {
  beforeEach(() => {
    answer.mockReset();
    keepToken(null);
  });

  it('fills path and query, and leaves out what is empty', async () => {
    answer.mockResolvedValue({ statusCode: 200, data: { items: [] } });
    await call('listDepartmentDoctors', { params: { departmentId: 'd 1' }, query: {} });
    await call('searchDirectory', { query: { q: '心内' } });
    expect(answer.mock.calls.map(([options]) => options.url)).toEqual([
      'http://api.test/api/portal/departments/d%201/doctors',
      'http://api.test/api/portal/directory/search?q=%E5%BF%83%E5%86%85',
    ]);
  });

  it('carries the session and the key of the wish', async () => {
    keepToken('token-1');
    answer.mockResolvedValue({ statusCode: 200, data: {} });
    const body = { slotId: 's', patientId: 'p' };
    await call('holdPlace', { body }, { idempotencyKey: 'key-1' });
    expect(answer.mock.calls[0]?.[0]).toMatchObject({
      method: 'POST',
      header: { Authorization: 'Bearer token-1', 'Idempotency-Key': 'key-1', 'X-Client': 'weapp' },
      data: JSON.stringify(body),
    });
  });

  it('names the phone the same way every time, signed in or not', async () => {
    answer.mockResolvedValue({ statusCode: 200, data: {} });
    await call('getPublicConfig');
    keepToken('token-1');
    await call('getAccount');
    const [first, second] = answer.mock.calls.map(([options]) => options.header['X-Device']);
    expect(first).toMatch(/^[\w-]{20,64}$/);
    expect(second).toBe(first);
  });

  it('turns a refusal into a sentence for the patient', async () => {
    answer.mockResolvedValue(refusal(409, 'SLOT_FULL'));
    const failure = await failureOf(call('getAccount'));
    expect(failure.code).toBe('SLOT_FULL');
    expect(sentenceOf(failure)).toBe('这个时段刚刚约满了');
    expect(failure.isUnanswered).toBe(false);
  });

  it('leaves it to the server to say whose answer is missing', async () => {
    answer.mockResolvedValue(refusal(502, 'PROVIDER_UNAVAILABLE'));
    const failure = await failureOf(call('getAccount'));
    expect(sentenceOf(failure)).toBe('服务器的话');
    expect(failure.isUnanswered).toBe(true);
  });

  it('puts what is wrong with an input under that input', async () => {
    answer.mockResolvedValue(refusal(422, 'INVALID_FIELD', { 'body.phone': '请填写 11 位手机号' }));
    const failure = await failureOf(call('getAccount'));
    expect(fieldError(failure, 'phone')).toBe('请填写 11 位手机号');
  });

  it('tells a lost network from a slow one, and remembers being offline', async () => {
    answer.mockRejectedValueOnce({ errMsg: 'request:fail net::ERR' });
    expect((await failureOf(call('getAccount'))).code).toBe('OFFLINE');
    expect(useNetwork.getState().isOnline).toBe(false);
    answer.mockRejectedValueOnce({ errMsg: 'request:fail timeout' });
    expect((await failureOf(call('getAccount'))).code).toBe('TIMEOUT');
    answer.mockResolvedValueOnce({ statusCode: 200, data: {} });
    await call('getAccount');
    expect(useNetwork.getState().isOnline).toBe(true);
  });

  it('does not take a proxy’s page for an answer', async () => {
    answer.mockResolvedValue({ statusCode: 502, data: '<html>Bad Gateway</html>' });
    expect((await failureOf(call('getAccount'))).code).toBe('UNAVAILABLE');
  });

  it('tells the session when the server no longer knows it', async () => {
    const told = vi.fn();
    whenSignedOut(told);
    answer.mockResolvedValue(refusal(401, 'UNAUTHENTICATED'));
    await failureOf(call('getAccount'));
    expect(told).toHaveBeenCalledOnce();
  });
});

describe('the key of a wish', () => {
  it('stays the same until it is answered, and differs between wishes', () => {
    let made = 0;
    const keys = createKeyKeeper(() => `key-${++made}`);
    expect(keys.keyFor({ slot: 1 })).toBe('key-1');
    expect(keys.keyFor({ slot: 1 })).toBe('key-1');
    expect(keys.keyFor({ slot: 2 })).toBe('key-2');
    keys.answered();
    expect(keys.keyFor({ slot: 2 })).toBe('key-3');
  });
});
