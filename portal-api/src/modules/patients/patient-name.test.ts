import { describe, expect, it } from 'vitest';
import { gramsWanted, isSameName, nameGrams, pinyinInitials } from './patient-name';

describe('names as they are searched', () => {
  it('are kept as letters and pairs of letters', () => {
    expect(nameGrams('王小明')).toEqual(['王', '小', '明', '王小', '小明']);
    expect(nameGrams('李')).toEqual(['李']);
    expect(nameGrams('阿卜杜·买买提')).toContain('杜买');
  });

  it('count letters outside the basic plane as one', () => {
    expect(nameGrams('𠮷田')).toEqual(['𠮷', '田', '𠮷田']);
  });

  it('are asked for by pairs, or by the letter when there is one', () => {
    expect(gramsWanted('明')).toEqual(['明']);
    expect(gramsWanted('小明')).toEqual(['小明']);
    expect(gramsWanted('王小明')).toEqual(['王小', '小明']);
  });

  it('have initials, read as a surname where that differs', () => {
    expect(pinyinInitials('王小明')).toBe('wxm');
    expect(pinyinInitials('单雄信')).toBe('sxx');
    expect(pinyinInitials('曾国藩')).toBe('zgf');
    expect(pinyinInitials('John Smith')).toBe('johnsmith');
  });

  it('are the same with and without separators', () => {
    expect(isSameName('阿卜杜·买买提', '阿卜杜买买提')).toBe(true);
    expect(isSameName('JOHN SMITH', 'John Smith')).toBe(true);
    expect(isSameName('王小明', '王小民')).toBe(false);
  });
});
