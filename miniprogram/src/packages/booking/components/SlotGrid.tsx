import { clockTime, spokenTime } from '@/shared/format/dates';
import { Box, Heading, Tap, Text } from '@/shared/ui/base';
import { classes } from '@/shared/ui/class-names';
import type { Slot } from '@/shared/api/doctors';
import s from './SlotGrid.module.scss';

const periods = ['morning', 'afternoon', 'evening'] as const;
const periodWords = { morning: '上午', afternoon: '下午', evening: '晚间' } as const;

/** Below this a count is said in the colour of deadlines. */
const few = 3;

function leftWords(slot: Slot): string {
  if (!slot.isOnline) return '暂不支持网上预约';
  if (!slot.isOpen) {
    return slot.opensAt ? `${spokenTime(slot.opensAt)} 放号` : '未放号';
  }
  return slot.remaining > 0 ? `余 ${slot.remaining}` : '约满';
}

interface SlotGridProps {
  slots: readonly Slot[];
  onSelect: (slot: Slot) => void;
}

/**
 * The slots of one doctor's day. A full one can still be tapped: what is offered then are the
 * nearest alternatives.
 */
export function SlotGrid({ slots, onSelect }: SlotGridProps) {
  return (
    <>
      {periods.map((period) => {
        const ofPeriod = slots.filter((slot) => slot.period === period);
        if (ofPeriod.length === 0) return null;
        return (
          <Box key={period} className={s['period']}>
            <Heading level={3} className={s['title']}>
              {periodWords[period]}
            </Heading>
            <Box className={s['grid']}>
              {ofPeriod.map((slot) => (
                <Tap
                  key={slot.id}
                  disabled={!slot.isOpen}
                  onTap={() => onSelect(slot)}
                  label={`${periodWords[period]} ${clockTime(slot.startsAt)} 到 ${clockTime(slot.endsAt)}，${leftWords(slot)}`}
                  className={classes(
                    s['slot'],
                    (!slot.isOpen || slot.remaining === 0) && s['off'],
                    slot.isOpen && slot.remaining > 0 && slot.remaining <= few && s['few'],
                  )}
                >
                  <Text className={s['time']}>
                    {clockTime(slot.startsAt)}–{clockTime(slot.endsAt)}
                  </Text>
                  <Text className={s['left']}>{leftWords(slot)}</Text>
                </Tap>
              ))}
            </Box>
          </Box>
        );
      })}
    </>
  );
}
