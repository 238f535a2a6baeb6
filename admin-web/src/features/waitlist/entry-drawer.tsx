import { Link } from '@tanstack/react-router';
import { Button, Descriptions, Drawer, Form, Input, Modal, Timeline } from 'antd';
import { useState } from 'react';
import { PaymentChoice, type Method } from '@/features/shared/appointments/payment-choice';
import { appointmentReads } from '@/features/shared/appointments/reads';
import { useMay } from '@/features/shared/session';
import type { Answer, OperationName } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import {
  offerStateWords,
  waitlistStateTones,
  waitlistStateWords,
  waitlistStepWords,
} from '@/shared/format/clinic-day-labels';
import { clockOf, formatDay, formatInstant, formatSpan } from '@/shared/format/date';
import { formatFen } from '@/shared/format/money';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import { wishWords } from './wish-words';

type Detail = Answer<'getWaitlistEntry'>;
const waitlistReads: OperationName[] = [
  ...appointmentReads,
  'listWaitlistEntries',
  'getWaitlistEntry',
];

interface Props {
  entryId: string | undefined;
  onClose: () => void;
}

export function EntryDrawer({ entryId, onClose }: Props) {
  return (
    <Drawer title="候补详情" open={Boolean(entryId)} onClose={onClose} size={520} destroyOnHidden>
      {entryId && <Body entryId={entryId} />}
    </Drawer>
  );
}

function Body({ entryId }: { entryId: string }) {
  const entry = useRead('getWaitlistEntry', { params: { entryId } });
  if (entry.error && !entry.data) {
    return <ListError error={entry.error} onRetry={() => void entry.refetch()} />;
  }
  if (!entry.data) return <ListLoading />;
  return <EntryView entry={entry.data} />;
}

function EntryView({ entry }: { entry: Detail }) {
  return (
    <div className="stack">
      <div className="row">
        <Link to="/patients/$patientId" params={{ patientId: entry.patientId }}>
          {entry.patientName}
        </Link>
        <ToneTag tone={waitlistStateTones[entry.state]}>{waitlistStateWords[entry.state]}</ToneTag>
        {entry.state === 'waiting' && entry.ahead !== null && (
          <span className="num">前面还有 {entry.ahead} 位</span>
        )}
      </div>
      <Actions entry={entry} />
      <Descriptions
        column={1}
        items={[
          {
            key: 'doctor',
            label: '医生',
            children: `${entry.doctorName} · ${entry.departmentName}`,
          },
          { key: 'wish', label: '等什么', children: wishWords(entry) },
          { key: 'joined', label: '加入时间', children: formatInstant(entry.joinedAt) },
          ...(entry.appointmentId
            ? [
                {
                  key: 'got',
                  label: '补到的预约',
                  children: (
                    <Link to="/appointments" search={{ open: entry.appointmentId }}>
                      打开预约
                    </Link>
                  ),
                },
              ]
            : []),
        ]}
      />
      {entry.offers.length > 0 && (
        <>
          <h3 className="section-title">给过的号</h3>
          <ul className="plain-list">
            {entry.offers.map((offer) => (
              <li key={offer.id} className="num">
                {formatDay(offer.date)} {formatSpan(clockOf(offer.startsAt), clockOf(offer.endsAt))}{' '}
                {offer.queueNumber} 号，{offerStateWords[offer.state]}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3 className="section-title">经过</h3>
      <Timeline
        items={entry.receipts.map((receipt) => ({
          content: (
            <>
              <div>
                {waitlistStepWords[receipt.step]}
                {receipt.detail && `：${receipt.detail}`}
              </div>
              <div className="quiet num">{formatInstant(receipt.at)}</div>
            </>
          ),
        }))}
      />
    </div>
  );
}

function Actions({ entry }: { entry: Detail }) {
  const may = useMay();
  const [dialog, setDialog] = useState<'accept' | 'remove' | null>(null);
  const close = (): void => setDialog(null);
  const isLive = entry.state === 'waiting' || entry.state === 'offered';
  return (
    <div className="row">
      {entry.offer && may('appointment.create') && (
        <Button type="primary" onClick={() => setDialog('accept')}>
          替患者接受
        </Button>
      )}
      {isLive && may('appointment.update') && (
        <Button danger onClick={() => setDialog('remove')}>
          移出候补
        </Button>
      )}
      {dialog === 'accept' && entry.offer && (
        <AcceptDialog entry={entry} offer={entry.offer} onClose={close} />
      )}
      {dialog === 'remove' && <RemoveDialog entry={entry} onClose={close} />}
    </div>
  );
}

interface AcceptProps {
  entry: Detail;
  offer: NonNullable<Detail['offer']>;
  onClose: () => void;
}

/** The patient says yes at the desk or on the phone. */
function AcceptDialog({ entry, offer, onClose }: AcceptProps) {
  const [payment, setPayment] = useState<Method | null>(null);
  const accept = useWrite('acceptWaitlistOfferForPatient', {
    refresh: waitlistReads,
    done: '已为患者预约',
    onDone: onClose,
  });
  return (
    <Modal
      title={`为 ${entry.patientName} 接受候补号`}
      open
      okText="预约这个号"
      confirmLoading={accept.isPending}
      onCancel={onClose}
      onOk={() =>
        accept.mutate({
          params: { entryId: entry.id },
          body: { offerId: offer.id, payment },
        })
      }
      width={460}
    >
      <p className="num">
        {formatDay(offer.date)} {formatSpan(clockOf(offer.startsAt), clockOf(offer.endsAt))}，
        {offer.queueNumber} 号，{formatFen(offer.feeFen)}
      </p>
      {offer.feeFen > 0 && <PaymentChoice value={payment} onChange={setPayment} />}
    </Modal>
  );
}

function RemoveDialog({ entry, onClose }: { entry: Detail; onClose: () => void }) {
  const [form] = Form.useForm<{ reason: string }>();
  const remove = useWrite('removeWaitlistEntry', {
    refresh: waitlistReads,
    done: '已移出候补',
    onDone: onClose,
  });
  return (
    <Modal
      title={`把 ${entry.patientName} 移出候补`}
      open
      okText="移出"
      okButtonProps={{ danger: true }}
      confirmLoading={remove.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={460}
    >
      <p>排队的先后不会保留，再加入要重新排。</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => remove.mutate({ params: { entryId: entry.id }, body })}
      >
        <Form.Item
          name="reason"
          label="原因"
          rules={[
            { required: true, whitespace: true, message: '请填写原因' },
            { min: 2, message: '至少 2 个字' },
          ]}
        >
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
