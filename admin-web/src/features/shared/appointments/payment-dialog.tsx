import { Modal, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import type { Answer } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { deskMethodWords, optionsOf } from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { appointmentReads } from './reads';

type Detail = Answer<'takeDeskPayment'>;
type Method = keyof typeof deskMethodWords;

interface Props {
  appointmentId: string;
  feeFen: number;
  onClose: () => void;
  onPaid?: (appointment: Detail) => void;
}

export function PaymentDialog({ appointmentId, feeFen, onClose, onPaid }: Props) {
  const [method, setMethod] = useState<Method>('cash');
  // One key for one intent: pressing again after a lost answer takes the money once.
  const idempotencyKey = useMemo(() => crypto.randomUUID(), []);
  const pay = useWrite('takeDeskPayment', {
    refresh: appointmentReads,
    done: '已收费',
    onDone: (appointment) => {
      onPaid?.(appointment);
      onClose();
    },
  });
  return (
    <Modal
      title="窗口收费"
      open
      okText={`确认已收 ${formatFen(feeFen)}`}
      confirmLoading={pay.isPending}
      onCancel={onClose}
      onOk={() =>
        pay.mutate({
          params: { appointmentId },
          body: { method },
          idempotencyKey: `${idempotencyKey}-${method}`,
        })
      }
      width={420}
    >
      <p>
        应收 <b className="num big-money">{formatFen(feeFen)}</b>
      </p>
      <Segmented<Method>
        block
        aria-label="收费方式"
        value={method}
        onChange={setMethod}
        options={optionsOf(deskMethodWords)}
      />
    </Modal>
  );
}
