/** Teeth in FDI notation, as they stand when one looks at the patient. */
const row = (quadrant: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${quadrant}${index + 1}`);

const jaw = (right: number, left: number, count: number): string[] => [
  ...row(right, count).reverse(),
  ...row(left, count),
];

export const teeth = {
  permanent: { upper: jaw(1, 2, 8), lower: jaw(4, 3, 8) },
  milk: { upper: jaw(5, 6, 5), lower: jaw(8, 7, 5) },
} as const;
export type Dentition = keyof typeof teeth;

const quadrantWords: Record<string, string> = {
  1: '右上',
  2: '左上',
  3: '左下',
  4: '右下',
  5: '右上乳牙',
  6: '左上乳牙',
  7: '左下乳牙',
  8: '右下乳牙',
};

/** 右上第 6 颗（16） */
export const toothWords = (tooth: string): string =>
  `${quadrantWords[tooth[0] ?? ''] ?? ''}第 ${tooth[1] ?? ''} 颗（${tooth}）`;

/** The tooth beside one, for the arrow keys. */
export function besideOf(dentition: Dentition, tooth: string, key: string): string | undefined {
  const { upper, lower } = teeth[dentition];
  const isUpper = upper.includes(tooth);
  const line = isUpper ? upper : lower;
  const at = line.indexOf(tooth);
  switch (key) {
    case 'ArrowLeft':
      return line[at - 1];
    case 'ArrowRight':
      return line[at + 1];
    case 'ArrowUp':
      return isUpper ? undefined : upper[at];
    case 'ArrowDown':
      return isUpper ? lower[at] : undefined;
    default:
      return undefined;
  }
}
