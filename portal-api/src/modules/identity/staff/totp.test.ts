import { TOTP } from 'otpauth';
import { expect, it } from 'vitest';
import { newTotpSecret, totpStep, totpUrl } from './totp';

const at = (seconds: number) => new Date(seconds * 1000);

it('knows the step of a code, one step early or late, and none further away', () => {
  const secret = newTotpSecret();
  const code = new TOTP({ secret }).generate({ timestamp: 30_000_000 });
  expect(totpStep(secret, code, at(30_000))).toBe(1000);
  expect(totpStep(secret, code, at(30_030))).toBe(1000);
  expect(totpStep(secret, code, at(29_970))).toBe(1000);
  expect(totpStep(secret, code, at(30_090))).toBeNull();
  expect(totpStep(newTotpSecret(), code, at(30_000))).toBeNull();
});

it('makes the address that authenticators read', () => {
  const url = new URL(totpUrl('GEZDGNBVGY3TQOJQ', { issuer: '随诊', username: 'zhangwei' }));
  expect(url.protocol).toBe('otpauth:');
  expect(url.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQ');
  expect(url.searchParams.get('issuer')).toBe('随诊');
  expect(url.pathname).toContain('zhangwei');
});
