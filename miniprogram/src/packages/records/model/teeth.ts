/** The mouth as a dentist writes it (FDI), and as people say it. */
import type { DentalPictureMoment, DentalWorkState } from '@suizhen/contract/wire';
import type { DentalRecord } from '../api/archive';

export type ToothNote = DentalRecord['notes'][number];
export type DentalPicture = DentalRecord['pictures'][number];
export type WorkOrder = DentalRecord['workOrders'][number];

interface Row {
  name: string;
  teeth: string[];
}

const eight = ['1', '2', '3', '4', '5', '6', '7', '8'];
const quadrant = (digit: string, count: number, isReversed: boolean): string[] => {
  const teeth = eight.slice(0, count).map((position) => digit + position);
  return isReversed ? teeth.reverse() : teeth;
};

/** One row per quadrant, from the right to the left of the patient as seen by who looks at them. */
export function mouthRows(hasMilkTeeth: boolean): Row[] {
  const adult: Row[] = [
    { name: '右上', teeth: quadrant('1', 8, true) },
    { name: '左上', teeth: quadrant('2', 8, false) },
    { name: '右下', teeth: quadrant('4', 8, true) },
    { name: '左下', teeth: quadrant('3', 8, false) },
  ];
  if (!hasMilkTeeth) return adult;
  return [
    ...adult,
    { name: '右上乳牙', teeth: quadrant('5', 5, true) },
    { name: '左上乳牙', teeth: quadrant('6', 5, false) },
    { name: '右下乳牙', teeth: quadrant('8', 5, true) },
    { name: '左下乳牙', teeth: quadrant('7', 5, false) },
  ];
}

export const isMilkTooth = (tooth: string): boolean => tooth >= '50';

const sides: Record<string, string> = {
  1: '右上',
  2: '左上',
  3: '左下',
  4: '右下',
  5: '右上',
  6: '左上',
  7: '左下',
  8: '右下',
};
const adultNames = [
  '中切牙',
  '侧切牙',
  '尖牙',
  '第一前磨牙',
  '第二前磨牙',
  '第一磨牙',
  '第二磨牙',
  '智齿',
];
const milkNames = ['乳中切牙', '乳侧切牙', '乳尖牙', '第一乳磨牙', '第二乳磨牙'];

/** 16 → 右上第一磨牙 */
export function toothName(tooth: string): string {
  const names = isMilkTooth(tooth) ? milkNames : adultNames;
  return `${sides[tooth[0] ?? ''] ?? ''}${names[Number(tooth[1]) - 1] ?? ''}`;
}

/** Newest first within a tooth; teeth in the order of the mouth. */
export function notesByTooth(notes: readonly ToothNote[]): [tooth: string, notes: ToothNote[]][] {
  const byTooth = new Map<string, ToothNote[]>();
  for (const note of [...notes].sort((a, b) => b.notedAt.localeCompare(a.notedAt))) {
    byTooth.set(note.tooth, [...(byTooth.get(note.tooth) ?? []), note]);
  }
  return [...byTooth].sort(([a], [b]) => a.localeCompare(b));
}

const order: Record<DentalPictureMoment, number> = { before: 0, during: 1, after: 2 };

/** Pictures of the same treatment side by side, before first; those of no pair by themselves. */
export function pictureGroups(pictures: readonly DentalPicture[]): DentalPicture[][] {
  const groups = new Map<string, DentalPicture[]>();
  for (const picture of pictures) {
    const key = picture.pairKey || picture.id;
    groups.set(key, [...(groups.get(key) ?? []), picture]);
  }
  return [...groups.values()].map((group) =>
    [...group].sort(
      (a, b) => order[a.moment] - order[b.moment] || a.takenOn.localeCompare(b.takenOn),
    ),
  );
}

export const pictureWords: Record<DentalPictureMoment, string> = {
  before: '治疗前',
  during: '治疗中',
  after: '治疗后',
};

export const workWords: Record<DentalWorkState, string> = {
  ordered: '已下单',
  'in-lab': '技工所制作中',
  returned: '已返回医院',
  fitted: '已戴上',
  remake: '返工重做',
  cancelled: '已取消',
};
