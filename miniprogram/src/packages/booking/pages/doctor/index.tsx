import { useState } from 'react';
import type { ResponseOf } from '@suizhen/contract';
import { navigate } from '@/app/navigate';
import { formatDay, formatMoment } from '@/shared/format/dates';
import { titleWords } from '@/shared/format/words';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Avatar } from '@/shared/ui/Avatar/Avatar';
import { Box, Heading, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { DayStrip, type Day } from '@/shared/ui/DayStrip/DayStrip';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Money } from '@/shared/ui/Money';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { useDoctor, useDoctorDays, useSlots, type Slot } from '../../api/directory';
import { AlternativesSheet } from '../../components/AlternativesSheet';
import { SlotGrid } from '../../components/SlotGrid';
import s from './index.module.scss';

function Profile({ doctor }: { doctor: ResponseOf<'getDoctor'> }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Card>
      <Box className={s['who']}>
        <Avatar name={doctor.name} />
        <Box>
          <Box className={s['name']}>{doctor.name}</Box>
          <Box>{titleWords[doctor.title]}</Box>
          <Box className={s['place']}>
            {doctor.departmentName} · {doctor.branchName}
          </Box>
        </Box>
        {doctor.feeFen === null ? null : (
          <Box className={s['fee']}>
            <Text className={s['feeName']}>挂号费</Text>
            <Money fen={doctor.feeFen} isKey />
          </Box>
        )}
      </Box>
      <Box className="fold-in-large">
        {doctor.specialty ? (
          <Box className={s['about']}>
            <Text className={s['aboutName']}>擅长：</Text>
            {doctor.specialty}
          </Box>
        ) : null}
        {doctor.intro && isOpen ? <Box className={s['about']}>{doctor.intro}</Box> : null}
        {doctor.intro ? (
          <Button look="text" isInline onTap={() => setOpen(!isOpen)}>
            {isOpen ? '收起介绍' : '查看介绍'}
          </Button>
        ) : null}
      </Box>
    </Card>
  );
}

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

interface SlotsProps {
  doctorId: string;
  date: string;
  onChoose: (slot: Slot) => void;
}

function Slots({ doctorId, date, onChoose }: SlotsProps) {
  const query = useSlots(doctorId, date);
  useRefreshOnShow(() => query.refetch());
  return (
    <Loaded
      query={query}
      skeletonCards={2}
      isEmpty={(slots) => slots.length === 0}
      empty={{ title: '这一天没有出诊', words: '请在上面换一天', icon: 'visits' }}
    >
      {(slots) => <SlotGrid slots={slots} onSelect={onChoose} />}
    </Loaded>
  );
}

export default function DoctorPage() {
  const { id = '', date: asked } = usePageParams('doctor');
  const [chosen, setChosen] = useState<string | null>(asked ?? null);
  const [fullSlotId, setFullSlotId] = useState<string | null>(null);
  const doctor = useDoctor(id);
  const days = useDoctorDays(id);
  useRefreshOnShow(() => days.refetch());
  const date = chosen ?? firstDay(days.data ?? []);

  const choose = (slot: Slot) => {
    if (slot.remaining === 0) setFullSlotId(slot.id);
    else navigate('confirm', { slotId: slot.id, doctorId: slot.doctorId, date: slot.date });
  };
  return (
    <Page
      name="doctor"
      title={doctor.data?.name}
      backTo="departments"
      overlay={
        <AlternativesSheet
          slotId={fullSlotId}
          departmentId={doctor.data?.departmentId ?? ''}
          onClose={() => setFullSlotId(null)}
          onChoose={(slot) => {
            setFullSlotId(null);
            choose(slot);
          }}
        />
      }
    >
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
            {formatDay(date)}，点时段预约
          </Heading>
          <DayWords day={days.data?.find((day) => day.date === date)} />
          <Slots doctorId={id} date={date} onChoose={choose} />
        </>
      ) : null}
    </Page>
  );
}
