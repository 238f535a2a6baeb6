import { useState } from 'react';
import { navigate } from '@/app/navigate';
import { formatDay, formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Heading } from '@/shared/ui/base';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { DayStrip, type Day } from '@/shared/ui/DayStrip/DayStrip';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { toast } from '@/shared/ui/Toast/toast';
import { useDoctor, useDoctorDays, useSlots, type Slot } from '@/shared/api/doctors';
import { AlternativesSheet } from '../../components/AlternativesSheet';
import { MovingVisit } from '../../components/MovingVisit';
import { SlotGrid } from '../../components/SlotGrid';
import s from './index.module.scss';
import { Profile } from './Profile';

/** The first day with a place; else the first with a clinic, so that there is something to see. */
const firstDay = (days: readonly Day[]): string | null =>
  (days.find((day) => day.state === 'available') ?? days.find((day) => day.state !== 'none'))
    ?.date ?? null;

function DayWords({ day }: { day: Day | undefined }) {
  if (day?.state === 'not-open' && day.opensAt) {
    return <Notice>{formatMoment(day.opensAt)} 放号，到时再来预约</Notice>;
  }
  if (day?.state === 'suspended')
    return <Notice tone="warn">这一天医生停诊，请选择其他日期</Notice>;
  return null;
}

/** True where a half-day that has opened is taken to the last place. */
const hasFullHalfDay = (slots: readonly Slot[]): boolean =>
  (['morning', 'afternoon', 'evening'] as const).some((period) => {
    const open = slots.filter((slot) => slot.period === period && slot.isOpen);
    return open.length > 0 && open.every((slot) => slot.remaining === 0);
  });

interface WaitProps {
  doctorId: string;
  date: string;
  slots: readonly Slot[];
}

/** Where a whole half-day is taken, waiting for any place of it is one tap away. */
function Wait({ doctorId, date, slots }: WaitProps) {
  if (!hasFullHalfDay(slots)) return null;
  return (
    <Card isFlush>
      <LinkRow
        icon="clock"
        title="约满了，登记候补"
        note="有人退号时，按先后轮到您"
        onTap={() => navigate('joinWaitlist', { doctorId, date })}
      />
    </Card>
  );
}

interface SlotsProps {
  doctorId: string;
  date: string;
  mayWait: boolean;
  onChoose: (slot: Slot) => void;
}

function Slots({ doctorId, date, mayWait, onChoose }: SlotsProps) {
  const query = useSlots(doctorId, date);
  useRefreshOnShow(() => query.refetch());
  return (
    <Loaded
      query={query}
      skeletonCards={2}
      isEmpty={(slots) => slots.length === 0}
      empty={{ title: '这一天没有出诊', words: '请在上面换一天', icon: 'visits' }}
    >
      {(slots) => (
        <>
          <SlotGrid slots={slots} onSelect={onChoose} />
          {mayWait ? <Wait doctorId={doctorId} date={date} slots={slots} /> : null}
        </>
      )}
    </Loaded>
  );
}

export default function DoctorPage() {
  const { id = '', date: asked, moving } = usePageParams('doctor');
  const [chosen, setChosen] = useState<string | null>(asked ?? null);
  const [fullSlotId, setFullSlotId] = useState<string | null>(null);
  const doctor = useDoctor(id);
  const days = useDoctorDays(id);
  useRefreshOnShow(() => days.refetch());
  const date = chosen ?? firstDay(days.data ?? []);

  const choose = (slot: Slot) => {
    const { id: slotId, doctorId } = slot;
    if (moving && slot.remaining === 0) toast('这个时段约满了，请选其他时段');
    else if (moving) navigate('move', { appointmentId: moving, slotId, doctorId, date: slot.date });
    else if (slot.remaining === 0) setFullSlotId(slotId);
    else navigate('confirm', { slotId, doctorId, date: slot.date });
  };
  return (
    <Page
      name="doctor"
      title={doctor.data?.name}
      backTo={moving ? 'visits' : 'departments'}
      {...(moving ? { needs: 'consent' as const } : {})}
      overlay={
        <AlternativesSheet
          slotId={fullSlotId}
          departmentId={doctor.data?.departmentId ?? ''}
          onClose={() => setFullSlotId(null)}
          onWait={() =>
            fullSlotId &&
            navigate('joinWaitlist', {
              doctorId: id,
              slotId: fullSlotId,
              ...(date ? { date } : {}),
            })
          }
          onChoose={(slot) => {
            setFullSlotId(null);
            choose(slot);
          }}
        />
      }
    >
      {moving ? <MovingVisit appointmentId={moving} /> : null}
      <Loaded query={doctor} skeletonCards={1}>
        {(data) => <Profile doctor={data} />}
      </Loaded>
      <Loaded
        query={days}
        skeletonCards={1}
        isEmpty={(items) => items.every((day) => day.state === 'none')}
        empty={{ title: '近期没有出诊安排', words: '可以看看同科室的其他医生' }}
      >
        {(items) => <DayStrip days={items} selected={date} onSelect={setChosen} label="选择日期" />}
      </Loaded>
      {date ? (
        <>
          <Heading level={2} className={s['section']}>
            {formatDay(date)}，点时段{moving ? '改约' : '预约'}
          </Heading>
          <DayWords day={days.data?.find((day) => day.date === date)} />
          <Slots doctorId={id} date={date} mayWait={!moving} onChoose={choose} />
        </>
      ) : null}
    </Page>
  );
}
