import { goBack, replaceWith } from '@/app/navigate';
import { useSlots, type Slot } from '@/shared/api/doctors';
import { useMoveRules } from '@/shared/api/moves';
import { useAppointment, type MyAppointment } from '@/shared/api/queries';
import { maskName } from '@/shared/format/marks';
import { yuan } from '@/shared/format/money';
import { usePageParams } from '@/shared/hooks/use-params';
import { BookingRefusal } from '@/shared/patients/BookingRefusal';
import { Button } from '@/shared/ui/Button/Button';
import { Empty } from '@/shared/ui/List/States';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { slotOf } from '../../api/booking';
import { MoveSummary } from '../../components/MoveSummary';
import { isGone, useMove } from './use-move';

/** Null while nothing has been paid: then there is no difference, only another fee at the desk. */
const differenceOf = (old: MyAppointment, slot: Slot): number | null =>
  old.feeState === 'paid' ? slot.feeFen - old.feeFen : null;

function consequence(differenceFen: number | null): string {
  if (differenceFen === null || differenceFen === 0) {
    return '确认后新的号马上生效，原来的号同时退回。';
  }
  return differenceFen > 0
    ? '新的号会为您保留，补完差价才改好。没有付完之前，原来的号一直是您的。'
    : '确认后新的号马上生效，差价会原路退回。';
}

interface OldAndNewProps {
  old: MyAppointment;
  slot: Slot;
}

function OldAndNew({ old, slot }: OldAndNewProps) {
  const rules = useMoveRules(old.id).data;
  const differenceFen = differenceOf(old, slot);
  return (
    <>
      <MoveSummary
        from={old}
        to={slot}
        newFeeFen={slot.feeFen}
        differenceFen={differenceFen}
        patient={maskName(old.patientName)}
      />
      <Notice>{consequence(differenceFen)}</Notice>
      {rules && !rules.isAllowed ? <Notice tone="warn">{rules.whyNot}</Notice> : null}
      {rules?.isAllowed ? <Notice>这次预约还可以改 {rules.movesLeft} 次</Notice> : null}
    </>
  );
}

export default function MovePage() {
  const { appointmentId = '', slotId = '', doctorId = '', date = '' } = usePageParams('move');
  const appointment = useAppointment(appointmentId);
  const slots = useSlots(doctorId, date);
  const move = useMove(appointmentId);
  const old = appointment.data;
  const slot = slotOf(slots.data, slotId);
  const difference = old && slot ? differenceOf(old, slot) : null;
  const gone = {
    title: '这个时段约满了',
    words: '原来的号不变，请换一个时段',
    actionLabel: '重新选择',
    onAction: () => replaceWith('doctor', { id: doctorId, date, moving: appointmentId }),
  };
  const isFull = isGone(move.error) || (slots.data !== undefined && !slot);
  const mayMove = old?.mayReschedule === true && slot !== undefined && !isFull;
  return (
    <Page
      name="move"
      needs="consent"
      backTo="visits"
      bottom={
        <>
          <Button disabled={!mayMove} isBusy={move.isBusy} onTap={() => void move.run({ slotId })}>
            {difference && difference > 0 ? `确认并补 ${yuan(difference)}` : '确认改约'}
          </Button>
          <Button look="text" onTap={() => goBack('visits')}>
            不改了
          </Button>
        </>
      }
    >
      <BookingRefusal error={move.error} patientId={old?.patientId ?? null} />
      <Loaded query={appointment} skeletonCards={1}>
        {(data) => (
          <Loaded query={slots} skeletonCards={1}>
            {() => (slot && !isFull ? <OldAndNew old={data} slot={slot} /> : <Empty {...gone} />)}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
