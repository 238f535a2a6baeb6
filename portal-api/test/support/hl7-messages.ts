import { expect } from 'vitest';
import { readMessage } from '../../src/adapters/his-hl7/read-message';
import type { Canonical, InboundProblem } from '../../src/modules/integration';

const rules = { encoding: 'utf-8', processingIds: ['P'] } as const;

/** Fields by number: pipes are easily miscounted. */
export function line(name: string, fields: Record<number, string>): string {
  const last = Math.max(...Object.keys(fields).map(Number));
  return [name, ...Array.from({ length: last }, (_, i) => fields[i + 1] ?? '')].join('|');
}

export const msh = (type: string, rest = '|P|2.4') =>
  `MSH|^~\\&|LIS|HOSP|SUIZHEN|HOSP|20260301090000||${type}|M1${rest}`;
export const pid =
  'PID|1||P100^^^^MR~11010519491231002X^^^^NNCHN||张三||19491231|F|||上海市徐汇区1号||13800001234';
export const read = (...lines: string[]) => readMessage(Buffer.from(lines.join('\r')), rules);

/** What a message is refused for, or `none`. */
export const faultOf = (...lines: string[]) => {
  try {
    read(...lines);
  } catch (error) {
    return `${(error as InboundProblem).fault} ${(error as Error).message}`;
  }
  return 'none';
};

type Of<T extends Canonical['type']> = Extract<Canonical, { type: T }>;

/** The one item of its type. */
export function only<T extends Canonical['type']>(type: T, items: readonly Canonical[]): Of<T> {
  const found = items.filter((item): item is Of<T> => item.type === type);
  expect(found).toHaveLength(1);
  return found[0]!;
}

export const obr = (status = 'F', section = 'HM') =>
  line('OBR', {
    1: '1',
    2: 'A7',
    3: 'L2026030100012',
    4: 'BRT^血常规',
    7: '20260301070000',
    14: '20260301073000',
    15: '^静脉血',
    16: '2001^李医生',
    22: '20260301084500',
    24: section,
    25: status,
    32: '3001&王审核^20260301084000',
    34: '3002&赵检验',
  });
export const visit = { 1: '1', 2: 'O', 3: '0301^^^^^^^^内科', 7: '2001^李医生', 19: 'V9' };
