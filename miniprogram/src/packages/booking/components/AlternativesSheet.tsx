import { navigate } from '@/app/navigate';
import { formatDay, timeRange } from '@/shared/format/dates';
import { titleWords } from '@/shared/format/words';
import { Box, Tap, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Icon } from '@/shared/ui/Icon';
import { Failure, Skeleton } from '@/shared/ui/List/States';
import { Money } from '@/shared/ui/Money';
import { Sheet } from '@/shared/ui/Sheet/Sheet';
import { useAlternatives } from '../api/booking';
import type { Slot } from '@/shared/api/doctors';
import s from './AlternativesSheet.module.scss';

interface AlternativesSheetProps {
  /** The slot that is full; null while nothing is asked. */
  slotId: string | null;
  departmentId: string;
  onChoose: (slot: Slot) => void;
  onClose: () => void;
  /** Leads to the waitlist for this slot; without it there is none. */
  onWait?: () => void;
}

function Alternative({ slot, onTap }: { slot: Slot; onTap: () => void }) {
  return (
    <Tap className={s['item']} onTap={onTap}>
      <Box className={s['words']}>
        <Text className={s['when']}>{formatDay(slot.date)}</Text>
        <Text className={s['when']}>{timeRange(slot.startsAt, slot.endsAt)}</Text>
        <Text className={s['who']}>
          {slot.doctorName} {titleWords[slot.doctorTitle]} · 余 {slot.remaining}
        </Text>
      </Box>
      <Money fen={slot.feeFen} />
      <Icon name="next" tone="quiet" size={18} />
    </Tap>
  );
}

/** The place was taken under one's finger: at most three near ones, one tap away. */
export function AlternativesSheet(props: AlternativesSheetProps) {
  const { slotId, departmentId, onChoose, onClose, onWait } = props;
  const query = useAlternatives(slotId ?? '', slotId !== null);
  const found = query.data;
  const toDepartment = () => {
    onClose();
    navigate('department', { id: departmentId });
  };
  const wait = () => {
    onClose();
    onWait?.();
  };
  return (
    <Sheet
      isOpen={slotId !== null}
      title="这个时段刚刚约满了"
      onClose={onClose}
      foot={
        <>
          {onWait ? <Button onTap={wait}>候补这个时段</Button> : null}
          <Button look="text" onTap={toDepartment}>
            看看本科室其他时间
          </Button>
        </>
      }
    >
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : found === undefined ? (
        <Skeleton cards={2} />
      ) : found.length === 0 ? (
        <Text>前后三天内暂时没有相近的时段，可以换一天，或选择其他医生。</Text>
      ) : (
        <>
          <Text>为您找到 {found.length} 个相近时段</Text>
          <Box className={s['list']}>
            {found.map((slot) => (
              <Alternative key={slot.id} slot={slot} onTap={() => onChoose(slot)} />
            ))}
          </Box>
        </>
      )}
    </Sheet>
  );
}
