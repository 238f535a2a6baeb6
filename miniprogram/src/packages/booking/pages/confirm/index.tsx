import { useState } from 'react';
import { navigate, replaceWith } from '@/app/navigate';
import { usePatients } from '@/shared/api/queries';
import { usePageParams } from '@/shared/hooks/use-params';
import { usePublicConfig } from '@/shared/hooks/use-public-config';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Choice } from '@/shared/ui/Choice/Choice';
import { Empty } from '@/shared/ui/List/States';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { slotOf } from '../../api/booking';
import { useSlots, type Slot } from '@/shared/api/doctors';
import { useBranches } from '../../api/directory';
import { AlternativesSheet } from '../../components/AlternativesSheet';
import { BookingRefusal } from '@/shared/patients/BookingRefusal';
import { PatientChoice } from '@/shared/patients/PatientChoice';
import { VisitSummary } from '@/shared/appointments/VisitSummary';
import { useBooking, type PayMode } from './use-booking';

const payOptions = [
  { value: 'online', label: '微信支付', note: '付款后号源就确定了' },
  { value: 'desk', label: '到院支付', note: '就诊当天在窗口付挂号费' },
] as const;

function PayChoice(props: { slot: Slot; mode: PayMode; onChange: (mode: PayMode) => void }) {
  const isDeskAllowed = usePublicConfig().data?.isDeskPaymentAllowed === true;
  if (props.slot.feeFen === 0) return null;
  const options = payOptions.filter((option) => option.value === 'online' || isDeskAllowed);
  return (
    <Card>
      <Choice title="付款方式" options={options} value={props.mode} onChange={props.onChange} />
    </Card>
  );
}

const gone = (doctorId: string) => ({
  title: '这个时段已经不能预约了',
  words: '可能刚刚停诊或时间已过，请重新选择时段',
  actionLabel: '重新选择',
  onAction: () => replaceWith('doctor', { id: doctorId }),
});

export default function ConfirmPage() {
  const { slotId = '', doctorId = '', date = '' } = usePageParams('confirm');
  const [chosenPatient, setChosenPatient] = useState<string | null>(null);
  const [mode, setMode] = useState<PayMode>('online');
  const [fullSlotId, setFullSlotId] = useState<string | null>(null);
  const slots = useSlots(doctorId, date);
  const patients = usePatients();
  const branches = useBranches();
  const booking = useBooking({ onFull: setFullSlotId });
  useRefreshOnShow(() => patients.refetch());

  const slot = slotOf(slots.data, slotId);
  const branchName = branches.data?.find((branch) => branch.id === slot?.branchId)?.name;
  const isKnown = patients.data?.some((patient) => patient.id === chosenPatient);
  const patientId = (isKnown ? chosenPatient : patients.data?.[0]?.id) ?? null;
  const isFree = slot?.feeFen === 0;

  const submit = () => {
    if (slot && patientId) void booking.book({ slotId: slot.id, patientId, mode, isFree });
  };
  return (
    <Page
      name="confirm"
      needs="consent"
      backTo="departments"
      bottom={
        <Button onTap={submit} disabled={!slot || !patientId} isBusy={booking.isBusy}>
          {mode === 'online' && !isFree ? '提交并支付' : '确认预约'}
        </Button>
      }
      overlay={
        <AlternativesSheet
          slotId={fullSlotId}
          departmentId={slot?.departmentId ?? ''}
          onClose={() => setFullSlotId(null)}
          onWait={() => navigate('joinWaitlist', { doctorId, date, slotId })}
          onChoose={(other) =>
            replaceWith('confirm', {
              slotId: other.id,
              doctorId: other.doctorId,
              date: other.date,
            })
          }
        />
      }
    >
      <BookingRefusal error={booking.error} patientId={patientId} />
      <Loaded query={slots} skeletonCards={1}>
        {() =>
          slot ? (
            <>
              <VisitSummary visit={slot} place={branchName} />
              <Loaded query={patients} skeletonCards={1}>
                {(items) => (
                  <PatientChoice patients={items} value={patientId} onChange={setChosenPatient} />
                )}
              </Loaded>
              <PayChoice slot={slot} mode={mode} onChange={setMode} />
            </>
          ) : (
            <Empty {...gone(doctorId)} />
          )
        }
      </Loaded>
    </Page>
  );
}
