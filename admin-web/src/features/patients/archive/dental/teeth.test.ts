import { describe, expect, it } from 'vitest';
import { besideOf, teeth, toothWords } from './teeth';

describe('the chart of teeth', () => {
  it('stands as one looks at the patient: the right side on the left', () => {
    expect(teeth.permanent.upper.join(' ')).toBe('18 17 16 15 14 13 12 11 21 22 23 24 25 26 27 28');
    expect(teeth.milk.lower.join(' ')).toBe('85 84 83 82 81 71 72 73 74 75');
  });

  it('is walked through with arrows, across the middle and between the jaws', () => {
    expect(besideOf('permanent', '11', 'ArrowRight')).toBe('21');
    expect(besideOf('permanent', '16', 'ArrowDown')).toBe('46');
    expect(besideOf('permanent', '46', 'ArrowUp')).toBe('16');
    expect(besideOf('permanent', '18', 'ArrowLeft')).toBeUndefined();
  });

  it('names a tooth so that nobody has to count', () => {
    expect(toothWords('16')).toBe('右上第 6 颗（16）');
    expect(toothWords('75')).toBe('左下乳牙第 5 颗（75）');
  });
});
