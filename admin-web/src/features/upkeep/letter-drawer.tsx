import { Button, Descriptions, Drawer } from 'antd';
import { useState } from 'react';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { DiscardDialog } from './discard-dialog';

export type Letter = Item<'listDeadLetters'>;

const idWords: Record<string, string> = {
  eventId: '事件编号',
  deliveryId: '消息编号',
  appointmentId: '预约编号',
  patientId: '患者编号',
  accountId: '账号编号',
  paymentId: '支付编号',
  refundId: '退款编号',
};

interface Props {
  letter: Letter | null;
  onClose: () => void;
}

/** One letter in full, and what may be done about it. */
export function LetterDrawer({ letter, onClose }: Props) {
  return (
    <Drawer title="未送达事项" open={letter !== null} onClose={onClose} size={480}>
      {letter && (
        <div className="stack">
          <Descriptions
            column={1}
            items={[
              { key: 'name', label: '事项', children: letter.name },
              { key: 'at', label: '发生时间', children: formatInstant(letter.failedAt) },
              { key: 'attempts', label: '试过', children: `${letter.attempts} 次` },
              { key: 'error', label: '原因', children: letter.error ?? '—' },
              { key: 'source', label: '来源', children: letter.source },
              ...Object.entries(letter.ids).map(([name, id]) => ({
                key: name,
                label: idWords[name] ?? name,
                children: <span className="num">{id}</span>,
              })),
            ]}
          />
          <Actions key={letter.id} letter={letter} onDone={onClose} />
        </div>
      )}
    </Drawer>
  );
}

function Actions({ letter, onDone }: { letter: Letter; onDone: () => void }) {
  const may = useMay();
  const [isDiscarding, setDiscarding] = useState(false);
  const requeue = useWrite('requeueDeadLetter', {
    refresh: ['listDeadLetters'],
    done: '已重新排队，稍后会再次发送',
    onDone,
  });
  if (!may('settings.update')) return null;
  const params = { kind: letter.kind, deadLetterId: letter.id };
  return (
    <div className="row">
      <Button type="primary" loading={requeue.isPending} onClick={() => requeue.mutate({ params })}>
        重试
      </Button>
      <Button danger onClick={() => setDiscarding(true)}>
        放弃
      </Button>
      {isDiscarding && (
        <DiscardDialog
          letter={letter}
          onClose={() => setDiscarding(false)}
          onDone={() => {
            setDiscarding(false);
            onDone();
          }}
        />
      )}
    </div>
  );
}
