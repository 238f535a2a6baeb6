import { clockTime } from '@/shared/format/dates';

/** 9:05, of a moment in milliseconds. */
export const clockTimeOf = (moment: number): string => clockTime(new Date(moment).toISOString());
