import type { ResponseOf } from '@suizhen/contract';
import { formatDay, formatMoment, monthDay, nearDay } from '@/shared/format/dates';
import { Box, ScrollRow, Tap, Text } from '../base';
import { classes } from '../class-names';
import s from './DayStrip.module.scss';

export type Day = ResponseOf<'listDoctorDays'>['items'][number];

interface DayStripProps {
  days: readonly Day[];
  selected: string | null;
  onSelect: (date: string) => void;
  label: string;
}

const words: Record<Day['state'], string> = {
  available: '',
  full: '约满',
  'not-open': '未放号',
  none: '无号',
  suspended: '停诊',
};

const isBrowser = process.env.TARO_ENV === 'h5';
const idOf = (date: string): string => `day-${date}`;

const leftWords = (day: Day): string =>
  day.state === 'available' ? `余 ${day.remaining}` : words[day.state];

function spoken(day: Day): string {
  if (day.state === 'available') return `${formatDay(day.date)}，剩余 ${day.remaining} 个号`;
  if (day.state === 'not-open' && day.opensAt) {
    return `${formatDay(day.date)}，${formatMoment(day.opensAt)} 放号`;
  }
  return `${formatDay(day.date)}，${words[day.state]}`;
}

/** The booking window, a day a tile. Every day with a clinic can be looked at, full or not. */
export function DayStrip({ days, selected, onSelect, label }: DayStripProps) {
  return (
    <ScrollRow className={s['strip']} label={label} showing={selected ? idOf(selected) : undefined}>
      <Box className={s['row']}>
        {days.map((day) => (
          <Tap
            key={day.date}
            // In the browser several pages share one document, and ids must not repeat.
            id={isBrowser ? undefined : idOf(day.date)}
            role="radio"
            checked={day.date === selected}
            disabled={day.state === 'none'}
            label={spoken(day)}
            onTap={() => onSelect(day.date)}
            className={classes(
              s['day'],
              day.state !== 'available' && s['off'],
              day.date === selected && s['on'],
            )}
          >
            <Text className={s['near']}>{nearDay(day.date)}</Text>
            <Text className={s['date']}>{monthDay(day.date)}</Text>
            <Text className={classes(s['left'], day.state !== 'available' && s['muted'])}>
              {leftWords(day)}
            </Text>
          </Tap>
        ))}
      </Box>
    </ScrollRow>
  );
}
