import { describe, expect, it } from 'vitest';
import { identityProblem } from '@/features/shared/patients/identity-fields';
import { changesOf } from './edit-drawer';

describe('the patient forms', () => {
  it('send only the masked fields someone typed into', () => {
    const untouched = { careClass: 'key' as const, notes: '', phone: '', address: '' };
    expect(changesOf(untouched)).toEqual({ careClass: 'key', notes: '' });
    expect(changesOf({ ...untouched, phone: '13812345678' })).toHaveProperty('phone');
  });

  it('tell what is wrong with a document number', () => {
    const check = (number: string) => identityProblem('resident-id', number, '2026-11-25');
    expect(check('11010519491231002X')).toBeUndefined();
    expect(check('110105194912310021')).toContain('校验');
    expect(check('11010519491331002X')).toContain('出生日期');
    expect(check('123')).toContain('18 位');
  });
});
