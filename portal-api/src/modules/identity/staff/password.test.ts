import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashPassword, isOutdated, verifyPassword } from './password-hash';
import { passwordProblem } from './password-rules';

const facts = { username: 'zhangwei', minLength: 10 };

describe('password rules', () => {
  it.each([
    'Password123!',
    'P@ssw0rd2026',
    'Admin@123456',
    'Qwerty123456!',
    'Abcdefghijk1!',
    'Suizhen@2026',
    '1qaz@WSX3edc',
    'Aa1234567890',
    'Welcome!2026',
    'Hospital#001',
  ])('refuse %s, which many would guess', (password) => {
    expect(passwordProblem(password, facts)).toMatch(/太常见|重复/);
  });

  it.each(['Zhangwei@Clinic9', 'x!IEWGNAHZ77k'])('refuse the user name in %s', (password) => {
    expect(passwordProblem(password, facts)).toBe('密码不能包含用户名');
  });

  it('refuse what is shorter than the setting, or one letter over and over', () => {
    expect(passwordProblem('Kx7#mQ2vLp', { ...facts, minLength: 12 })).toBe('密码至少 12 位');
    expect(passwordProblem('aaaaAAAA11111', facts)).toContain('重复');
  });

  it.each(['Kx7#mQ2vLp', '紫藤Garden-lantern7', 'correct-Horse-42-staple', 'Tr4in.to.Lhasa'])(
    'accept %s',
    (password) => expect(passwordProblem(password, facts)).toBeNull(),
  );
});

describe('password hashes', () => {
  it('verify the one password, salted, with their parameters beside them', async () => {
    const [one, two] = await Promise.all([hashPassword('Kx7#mQ2vLp'), hashPassword('Kx7#mQ2vLp')]);
    expect(one).toMatch(/^scrypt\$15\$8\$1\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('Kx7#mQ2vLp', one)).toBe(true);
    expect(await verifyPassword('Kx7#mQ2vLq', one)).toBe(false);
    expect(isOutdated(one)).toBe(false);
  });

  it('made with weaker parameters still verify and are known as outdated', async () => {
    const salt = Buffer.from('0123456789abcdef');
    const key = scryptSync('old-Secret-7', salt, 32, { N: 2 ** 12, r: 8, p: 1 });
    const stored = `scrypt$12$8$1$${salt.toString('base64url')}$${key.toString('base64url')}`;
    expect(await verifyPassword('old-Secret-7', stored)).toBe(true);
    expect(isOutdated(stored)).toBe(true);
  });

  it('that are none verify nothing', async () => {
    for (const stored of ['', 'unusable', 'scrypt$15$8$1$x$y']) {
      expect(await verifyPassword('', stored)).toBe(false);
    }
  });
});
