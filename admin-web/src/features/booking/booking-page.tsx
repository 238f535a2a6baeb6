import { Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Result, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { PaymentChoice, type Method } from '@/features/shared/appointments/payment-choice';
import { PaymentDialog } from '@/features/shared/appointments/payment-dialog';
import { appointmentReads } from '@/features/shared/appointments/reads';
import { SlipDialog } from '@/features/shared/appointments/slip';
import { formatVisit } from '@/features/shared/appointments/when';
import { useMay } from '@/features/shared/session';
import { SlotPicker, type DeskChannel, type StaffSlot } from '@/features/shared/slots/slot-picker';
import { ApiError, messageOf } from '@/shared/api/api-error';
import type { Answer } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { localDateOf } from '@/shared/format/date';
import { formatFen } from '@/shared/format/money';
import { useFilters } from '@/shared/hooks/use-filters';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';
import { PatientLine } from '@/features/shared/patients/patient-matches';
import { PatientFinder } from './patient-finder';
import './booking.css';

type Booked = Answer<'bookForPatient'>;
type Filter = 'patient' | 'channel' | 'department' | 'doctor' | 'date';

/** Booking at the desk or on the phone, on one screen: who, when, confirm. */
export function BookingPage() {
  const { filters, setFilters } = useFilters<Filter>();
  const [slot, setSlot] = useState<StaffSlot>();
  const [booked, setBooked] = useState<Booked>();
  const channel: DeskChannel = filters.channel === 'phone' ? 'phone' : 'desk';
  if (booked) {
    return (
      <BookedResult
        booked={booked}
        onNext={() => {
          setBooked(undefined);
          setSlot(undefined);
          setFilters({ patient: '' });
        }}
      />
    );
  }
  return (
    <Page
      title="挂号"
      actions={
        <Segmented<DeskChannel>
          aria-label="来源"
          value={channel}
          onChange={(next) => {
            setSlot(undefined);
            setFilters({ channel: next === 'desk' ? '' : next });
          }}
          options={[
            { value: 'desk', label: '窗口挂号' },
            { value: 'phone', label: '电话预约' },
          ]}
        />
      }
    >
      <div className="booking">
        <section className="card" aria-label="患者">
          <h2 className="section-title">1 患者</h2>
          {filters.patient ? (
            <ChosenPatient
              patientId={filters.patient}
              onClear={() => setFilters({ patient: '' })}
            />
          ) : (
            <PatientFinder onChoose={(patient) => setFilters({ patient })} />
          )}
        </section>
        <section className="card" aria-label="时段">
          <h2 className="section-title">2 时段</h2>
          <SlotPicker
            channel={channel}
            search={filters}
            onSearch={setFilters}
            chosen={slot}
            onChoose={setSlot}
          />
        </section>
        <section className="card booking-confirm" aria-label="确认">
          <h2 className="section-title">3 确认</h2>
          <Confirm
            key={`${filters.patient ?? ''}-${slot?.id ?? ''}-${channel}`}
            patientId={filters.patient}
            slot={slot}
            channel={channel}
            onBooked={setBooked}
            onLost={() => setSlot(undefined)}
          />
        </section>
      </div>
    </Page>
  );
}

function ChosenPatient({ patientId, onClear }: { patientId: string; onClear: () => void }) {
  const patient = useRead('getPatient', { params: { patientId } }, { staleTime: Infinity });
  if (patient.error) {
    return <ListError error={patient.error} onRetry={() => void patient.refetch()} />;
  }
  if (!patient.data) return <ListLoading rows={2} />;
  return (
    <div className="stack" style={{ gap: 12 }}>
      <div className="chosen">
        <PatientLine patient={patient.data} />
      </div>
      {patient.data.isLocked && (
        <Alert type="warning" showIcon title="本人已注销账号，不能再预约。" />
      )}
      {patient.data.allergies && (
        <Alert type="error" showIcon title={`过敏史：${patient.data.allergies}`} />
      )}
      {patient.data.noShows > 0 && (
        <Alert type="warning" showIcon title={`曾有 ${patient.data.noShows} 次未到诊`} />
      )}
      <div className="row">
        <Button onClick={onClear}>换一位患者</Button>
        <Link to="/patients/$patientId" params={{ patientId }}>
          查看档案
        </Link>
      </div>
    </div>
  );
}

interface ConfirmProps {
  patientId: string | undefined;
  slot: StaffSlot | undefined;
  channel: DeskChannel;
  onBooked: (booked: Booked) => void;
  onLost: () => void;
}

function Confirm({ patientId, slot, channel, onBooked, onLost }: ConfirmProps) {
  const may = useMay();
  const takesMoney = channel === 'desk' && may('payment.create') && (slot?.feeFen ?? 0) > 0;
  const [payment, setPayment] = useState<Method | null>('cash');
  // This box is redrawn for every patient and slot, so one intent keeps one key.
  const intent = useMemo(() => crypto.randomUUID(), []);
  const book = useWrite('bookForPatient', {
    ownsErrors: true,
    refresh: appointmentReads,
    done: '挂号成功',
    onDone: onBooked,
  });
  const chosen = takesMoney ? payment : null;
  const submit = (): void => {
    if (!patientId || !slot) return;
    book.mutate({
      body: { patientId, slotId: slot.id, channel, payment: chosen },
      idempotencyKey: `${intent}-${chosen ?? 'later'}`,
    });
  };
  return (
    <div className="stack" style={{ gap: 12 }}>
      {slot ? <SlotSummary slot={slot} /> : <p className="quiet">选好患者和时段后在这里确认。</p>}
      {slot && takesMoney && <PaymentChoice value={payment} onChange={setPayment} />}
      {slot && channel === 'phone' && slot.feeFen > 0 && (
        <p className="quiet">电话预约不收费，请提醒患者就诊当天到窗口支付。</p>
      )}
      {book.error && <Refusal error={book.error} onLost={onLost} />}
      <Button
        type="primary"
        size="large"
        block
        data-main
        disabled={!patientId || !slot}
        loading={book.isPending}
        onClick={submit}
      >
        {confirmWords(slot, chosen)}
      </Button>
    </div>
  );
}

function confirmWords(slot: StaffSlot | undefined, payment: Method | null): string {
  if (!slot || payment === null) return '确认挂号';
  return `已收 ${formatFen(slot.feeFen)}，确认挂号`;
}

function SlotSummary({ slot }: { slot: StaffSlot }) {
  const visit = { ...slot, date: localDateOf(slot.startsAt) };
  return (
    <dl className="summary">
      <div>
        <dt>时间</dt>
        <dd className="num">{formatVisit(visit)}</dd>
      </div>
      <div>
        <dt>医生</dt>
        <dd>
          {slot.doctorName} · {slot.departmentName}
        </dd>
      </div>
      {slot.room && (
        <div>
          <dt>地点</dt>
          <dd>{slot.room}</dd>
        </div>
      )}
      <div>
        <dt>挂号费</dt>
        <dd className="num big-money">{formatFen(slot.feeFen)}</dd>
      </div>
    </dl>
  );
}

function Refusal({ error, onLost }: { error: unknown; onLost: () => void }) {
  const isFull = error instanceof ApiError && error.code === 'SLOT_FULL';
  return (
    <Alert
      type="error"
      role="alert"
      title={isFull ? '这个时段刚刚约满了，请另选时段。' : messageOf(error)}
      action={isFull && <Button onClick={onLost}>另选时段</Button>}
    />
  );
}

function BookedResult({ booked, onNext }: { booked: Booked; onNext: () => void }) {
  const may = useMay();
  const navigate = useNavigate();
  const [fresh, setFresh] = useState(booked);
  const [dialog, setDialog] = useState<'slip' | 'pay' | null>(null);
  return (
    <Page title="挂号成功" tabTitle="挂号">
      <div className="card">
        <Result
          status="success"
          title={<span className="num">{fresh.queueNumber} 号</span>}
          subTitle={
            <>
              <div>
                {fresh.patientName} · {fresh.doctorName} · {fresh.departmentName}
              </div>
              <div className="num">{formatVisit(fresh)}</div>
              <div className="num">预约号 {fresh.appointmentNo}</div>
            </>
          }
          extra={
            <div className="row" style={{ justifyContent: 'center' }}>
              {may('appointment.print') && (
                <Button type="primary" data-main onClick={() => setDialog('slip')}>
                  打印凭条
                </Button>
              )}
              {fresh.mayTakePayment && may('payment.create') && (
                <Button onClick={() => setDialog('pay')}>收费 {formatFen(fresh.feeFen)}</Button>
              )}
              <Button onClick={onNext}>下一位</Button>
              <Button
                type="link"
                onClick={() =>
                  void navigate({
                    to: '/patients/$patientId',
                    params: { patientId: fresh.patientId },
                  })
                }
              >
                患者档案
              </Button>
            </div>
          }
        />
      </div>
      {dialog === 'slip' && <SlipDialog appointmentId={fresh.id} onClose={() => setDialog(null)} />}
      {dialog === 'pay' && (
        <PaymentDialog
          appointmentId={fresh.id}
          feeFen={fresh.feeFen}
          onPaid={setFresh}
          onClose={() => setDialog(null)}
        />
      )}
    </Page>
  );
}
