import { formatDay } from '@/shared/format/dates';
import { titleWords } from '@/shared/format/words';
import { Avatar } from '@/shared/ui/Avatar/Avatar';
import { Box, Text } from '@/shared/ui/base';
import { Card } from '@/shared/ui/Card/Card';
import { Money } from '@/shared/ui/Money';
import type { Doctor } from '../api/directory';
import s from './DoctorCard.module.scss';

interface DoctorCardProps {
  doctor: Doctor;
  /** Set when the list is of one day: then the count is of that day. */
  date: string | null;
  onTap: () => void;
}

function freeWords({ remaining, nextFreeDate }: Doctor, date: string | null): string | null {
  if (date) return remaining > 0 ? `当天余 ${remaining} 个号` : null;
  return nextFreeDate ? `最近可约 ${formatDay(nextFreeDate)}` : null;
}

export function DoctorCard({ doctor, date, onTap }: DoctorCardProps) {
  const free = freeWords(doctor, date);
  return (
    <Card onTap={onTap}>
      <Box className={s['row']}>
        <Avatar name={doctor.name} />
        <Box className={s['words']}>
          <Box className={s['head']}>
            <Text className={s['name']}>{doctor.name}</Text>
            <Text className={s['title']}>{titleWords[doctor.title]}</Text>
          </Box>
          <Box className={`${s['specialty']} fold-in-large`}>{doctor.specialty}</Box>
          <Box className={s['foot']}>
            <Text className={free ? s['next'] : s['none']}>
              {free ?? (date ? '当天已约满' : '近期没有号源')}
            </Text>
            {doctor.feeFen === null ? null : <Money fen={doctor.feeFen} />}
          </Box>
        </Box>
      </Box>
    </Card>
  );
}
