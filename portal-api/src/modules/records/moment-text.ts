import { localDateOf, localTimeOf } from '../../kernel';

/** 2026-03-03 09:00, as reports write it. */
export function momentText(instant: Date): string {
  return `${localDateOf(instant)} ${localTimeOf(instant)}`;
}
