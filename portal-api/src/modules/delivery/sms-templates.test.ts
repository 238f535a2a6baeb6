import { describe, expect, it } from 'vitest';
import { retryDelaySeconds } from './backoff';
import { deliveryMoves, deliveryStates, statesBefore } from './delivery.states';
import { fitSmsParams, smsTemplates, type SmsTemplateId } from './sms-templates';

describe('SMS templates', () => {
  it.each(Object.keys(smsTemplates) as SmsTemplateId[])(
    '%s names its parameters and no others',
    (id) => {
      const { text, params } = smsTemplates[id];
      const named = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
      expect(named.sort()).toEqual(Object.keys(params).sort());
      expect(text).not.toMatch(/[!！]/);
    },
  );

  it('cut values by letters as people see them, on one line', () => {
    const params = { name: '𠮷'.repeat(20), servicePhone: '400\n000' };
    const fitted = fitSmsParams('PROXY_ADDED', params);
    expect(Array.from(fitted.name ?? '')).toHaveLength(12);
    expect(fitted.name).toMatch(/…$/);
    expect(fitted.servicePhone).toBe('400 000');
  });

  it('refuse a hole and drop what they do not name', () => {
    expect(() => fitSmsParams('LOGIN_CODE', { code: '123456' })).toThrow('minutes');
    expect(fitSmsParams('LOGIN_CODE', { code: '1', minutes: '5', more: 'x' })).toEqual({
      code: '1',
      minutes: '5',
    });
  });
});

describe('trying again', () => {
  it('waits longer each time and gives up, a code early', () => {
    const delays = (kind: string) =>
      Array.from({ length: 13 }, (_, n) => retryDelaySeconds(kind, n + 1));
    expect(delays('code').slice(0, 6)).toEqual([2, 4, 8, 16, null, null]);
    expect(delays('appointment-booked').slice(0, 4)).toEqual([2, 4, 8, 16]);
    expect(delays('appointment-booked').at(-1)).toBeNull();
    expect(Math.max(...delays('appointment-booked').map(Number))).toBe(2048);
  });
});

describe('the states of a delivery', () => {
  it('end with the phone’s word', () => {
    expect(statesBefore('delivered')).toEqual(['queued', 'sent', 'failed']);
    expect(statesBefore('failed')).toEqual(['queued', 'sent']);
    expect(statesBefore('queued')).toEqual([]);
    for (const state of deliveryStates) expect(deliveryMoves[state]).not.toContain(state);
  });
});
