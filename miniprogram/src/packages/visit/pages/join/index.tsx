import { useState } from 'react';
import { navigate, replaceWith } from '@/app/navigate';
import { useDoctor, useDoctorDays, useSlots } from '@/shared/api/doctors';
import { usePatients } from '@/shared/api/queries';
import { titleWords } from '@/shared/format/words';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { BookingRefusal, isRefusedInPlace } from '@/shared/patients/BookingRefusal';
import { PatientChoice } from '@/shared/patients/PatientChoice';
import { ApiError, sentenceOf } from '@/shared/request/api-error';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Choice } from '@/shared/ui/Choice/Choice';
import { Empty, Failure, Skeleton } from '@/shared/ui/List/States';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { useJoin } from '../../api/waitlist';
import s from './index.module.scss';
import { wishOptions, type WishOption } from './wishes';

const rules = [
  '有人退号时，按登记的先后依次轮到',
  '轮到您会发短信和消息，请在时间内确认，过时让给下一位',
  '候补不收费，也不一定等得到号，随时可以退出',
] as const;

function HowItWorks() {
  return (
    <Card title="候补是这样的">
      {rules.map((rule, index) => (
        <Box key={rule} className={s['rule']}>
          <Text className={s['number']}>{index + 1}</Text>
          <Text className={s['words']}>{rule}</Text>
        </Box>
      ))}
    </Card>
  );
}

const waitlistCodes = new Set(['ALREADY_WAITING', 'NOTHING_TO_WAIT_FOR', 'WAITLIST_CLOSED']);
const isWaitlistRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && waitlistCodes.has(error.code);

function Refusal({ error, doctorId }: { error: unknown; doctorId: string }) {
  if (!isWaitlistRefusal(error)) return null;
  return (
    <Notice tone="warn">
      {sentenceOf(error)}
      {error.code === 'ALREADY_WAITING' ? (
        <Button look="text" isInline onTap={() => replaceWith('waitlist')}>
          查看我的候补
        </Button>
      ) : (
        <Button look="text" isInline onTap={() => replaceWith('doctor', { id: doctorId })}>
          看看现在的号
        </Button>
      )}
    </Notice>
  );
}

interface WishesProps {
  options: readonly WishOption[];
  value: string | null;
  doctorId: string;
  onChange: (value: string) => void;
}

function Wishes({ options, value, doctorId, onChange }: WishesProps) {
  if (options.every(({ disabled }) => disabled)) {
    return (
      <Empty
        icon="clock"
        title="现在不用候补"
        words="还有号可以直接预约，或这一天没有可候补的时段"
        actionLabel="看看这位医生的号"
        onAction={() => navigate('doctor', { id: doctorId })}
      />
    );
  }
  return (
    <Card>
      <Choice title="想等哪个号" options={options} value={value} onChange={onChange} />
    </Card>
  );
}

/** Doctor, days and the day's slots together; without a day there are no slots to read. */
function useWishes(doctorId: string, date: string | null, slotId: string | null) {
  const days = useDoctorDays(doctorId);
  const slots = useSlots(doctorId, date);
  useRefreshOnShow(() => Promise.all([days.refetch(), ...(date ? [slots.refetch()] : [])]));
  const isRead = days.data !== undefined && (!date || slots.data !== undefined);
  const options = isRead
    ? wishOptions({ doctorId, date, slotId, slots: slots.data ?? [], days: days.data ?? [] })
    : null;
  const error = days.error ?? slots.error;
  const retry = () => void Promise.all([days.refetch(), ...(date ? [slots.refetch()] : [])]);
  return { options, error, retry };
}

export default function JoinWaitlistPage() {
  const { doctorId = '', date = null, slotId = null } = usePageParams('joinWaitlist');
  const [chosenWish, setChosenWish] = useState<string | null>(null);
  const [chosenPatient, setChosenPatient] = useState<string | null>(null);
  const doctor = useDoctor(doctorId);
  const patients = usePatients();
  const wishes = useWishes(doctorId, date, slotId);
  const join = useJoin((problem) => isWaitlistRefusal(problem) || isRefusedInPlace(problem));

  const options = wishes.options ?? [];
  const wish =
    options.find(({ value, disabled }) => value === chosenWish && !disabled) ??
    options.find(({ disabled }) => !disabled);
  const isKnown = patients.data?.some((patient) => patient.id === chosenPatient);
  const patientId = (isKnown ? chosenPatient : patients.data?.[0]?.id) ?? null;
  const submit = () => {
    if (wish && patientId) void join.run({ patientId, wish: wish.wish });
  };
  return (
    <Page
      name="joinWaitlist"
      needs="consent"
      backTo="departments"
      bottom={
        <Button onTap={submit} disabled={!wish || !patientId} isBusy={join.isBusy}>
          加入候补
        </Button>
      }
    >
      <BookingRefusal error={join.error} patientId={patientId} />
      <Refusal error={join.error} doctorId={doctorId} />
      <Loaded query={doctor} skeletonCards={1}>
        {(data) => (
          <Card>
            <Box className={s['doctor']}>
              {data.name} <Text className="fold-in-large">{titleWords[data.title]}</Text>
            </Box>
            <Box className={s['place']}>
              {data.departmentName} · {data.branchName}
            </Box>
          </Card>
        )}
      </Loaded>
      {wishes.options ? (
        <Wishes
          options={wishes.options}
          value={wish?.value ?? null}
          doctorId={doctorId}
          onChange={setChosenWish}
        />
      ) : wishes.error ? (
        <Failure error={wishes.error} onRetry={wishes.retry} />
      ) : (
        <Skeleton cards={1} />
      )}
      <Loaded query={patients} skeletonCards={1}>
        {(items) => (
          <PatientChoice
            title="为谁候补"
            patients={items}
            value={patientId}
            onChange={setChosenPatient}
          />
        )}
      </Loaded>
      <HowItWorks />
    </Page>
  );
}
