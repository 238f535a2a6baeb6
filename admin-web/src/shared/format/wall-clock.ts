import dayjs, { type Dayjs } from 'dayjs';
import { clockOf, localDateOf } from './date';

/** For a picker that shows the clinic's wall clock, whatever zone the browser is in. */
export const toWall = (instant?: string): Dayjs | null =>
  instant ? dayjs(`${localDateOf(instant)}T${clockOf(instant)}`) : null;

export const fromWall = (value: Dayjs | null): string | undefined =>
  value ? `${value.format('YYYY-MM-DDTHH:mm')}:00+08:00` : undefined;
