import { pinyin } from 'pinyin-pro';

/**
 * How people shorten Chinese when they type: 单小明 → sxm, 呼吸内科 → hxnk. Latin letters and digits stay.
 * @param options.isPerson reads the first character as a surname, where it has a reading of its own
 */
export function pinyinInitials(text: string, options: { isPerson?: boolean } = {}): string {
  const letters = pinyin(text, {
    pattern: 'first',
    toneType: 'none',
    type: 'array',
    surname: options.isPerson ? 'head' : 'off',
  });
  return letters
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
