import { describe, expect, it } from 'vitest';
import { flagOf, judge, plainNumberOf, rangeOf, remarkSaysCritical } from './result-values';

describe('what a laboratory writes', () => {
  it.each([
    ['3.5-9.5', 3.5, 9.5],
    ['3.5--9.5', 3.5, 9.5],
    ['3.5 ~ 9.5', 3.5, 9.5],
    ['3.5～9.5', 3.5, 9.5],
    ['3.5—9.5', 3.5, 9.5],
    ['(130-175)', 130, 175],
    ['-2--1', -2, -1],
    ['-3.0-+3.0', -3, 3],
    ['<5', null, 5],
    ['≤5.2', null, 5.2],
    ['＜0.5', null, 0.5],
    ['>60', 60, null],
    ['≥60', 60, null],
    ['阴性', null, null],
    ['男：4.3-5.8 女：3.8-5.1', null, null],
    ['9.5-3.5', null, null],
    ['', null, null],
  ])('range %j', (text, low, high) => {
    expect(rangeOf(text)).toEqual({ low, high });
  });

  it.each([
    ['12.3', 12.3],
    ['-0.5', -0.5],
    ['.5', 0.5],
    ['<0.5', null],
    ['1:128', null],
    ['阴性', null],
    ['1e3', null],
    ['', null],
  ])('number %j', (text, number) => {
    expect(plainNumberOf(text)).toBe(number);
  });

  it.each([
    [['H'], 'H', false],
    [['↓'], 'L', false],
    [['HH'], 'HH', true],
    [['ll'], 'LL', true],
    [['AA'], 'A', true],
    [['H', '危急'], 'H', true],
    [['C'], 'A', true],
    [['N', 'H'], 'H', false],
  ])('flag %j', (words, flag, isCritical) => {
    expect(flagOf(words)).toEqual({ flag, isCritical });
  });

  it('says nothing where nothing is said, or nothing about high and low', () => {
    expect(flagOf([])).toBeNull();
    expect(flagOf(['W'])).toBeNull();
  });

  it.each([
    ['12', 12, '3.5-9.5', 'H'],
    ['2', 2, '3.5-9.5', 'L'],
    ['9.5', 9.5, '3.5-9.5', 'N'],
    ['7', 7, '<5', 'H'],
    ['阳性', null, '阴性', 'A'],
    ['弱阳性(±)', null, '阴性(-)', 'A'],
    ['2+', null, '-', 'A'],
    ['阴性', null, '阴性', 'N'],
    ['黄色', null, '', 'N'],
  ])('%s against %s is judged', (value, number, range, flag) => {
    expect(judge(value, number, range)).toBe(flag);
  });

  it.each([
    ['危急值，已电话通知', true],
    ['未达危急值', false],
    ['非危急值', false],
    ['非危急值；复查后为危急值', true],
    ['已复查', false],
  ])('remark %j', (remark, isCritical) => {
    expect(remarkSaysCritical(remark)).toBe(isCritical);
  });
});
