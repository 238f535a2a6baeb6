import { Button, DatePicker, Form, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import type { InboundFault } from '@suizhen/contract/wire';
import { AskDialog } from '@/features/shared/ask-dialog';
import type { OperationName } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { faultWords } from '@/shared/format/integration-labels';
import { optionsOf } from '@/shared/format/labels';

const inboundReads: OperationName[] = ['listInboundMessages', 'getInboundMessage', 'getSyncBoard'];
const queuedWords = ({ queued }: { queued: number }): string =>
  queued === 0 ? '没有需要重新收入的消息' : `${queued} 条已重新排队`;

export function ReplayChosen({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const replay = useWrite('replayInboundMessages', {
    refresh: inboundReads,
    done: queuedWords,
    onDone,
  });
  return (
    <Button
      type="primary"
      loading={replay.isPending}
      onClick={() => replay.mutate({ body: { ids } })}
    >
      重新收入所选 {ids.length} 条
    </Button>
  );
}

export function ReplayOne({ id, onDone }: { id: string; onDone: () => void }) {
  const replay = useWrite('replayInboundMessages', {
    refresh: inboundReads,
    done: queuedWords,
    onDone,
  });
  return (
    <Button loading={replay.isPending} onClick={() => replay.mutate({ body: { ids: [id] } })}>
      重新收入
    </Button>
  );
}

interface RangeProps {
  systemId: string | undefined;
  fault: InboundFault | undefined;
}

interface Values {
  systemId?: string;
  fault?: InboundFault;
  span?: [Dayjs, Dayjs];
}

/** All of a system, a cause or a time: after a mapping was mended, say. */
export function RangeReplay({ systemId, fault }: RangeProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>成批重新收入</Button>
      {isAsking && (
        <RangeDialog systemId={systemId} fault={fault} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

function RangeDialog({ systemId, fault, onClose }: RangeProps & { onClose: () => void }) {
  const systems = useRead('listExternalSystems', {}, { staleTime: 60_000 });
  const replay = useWrite('replayInboundMessages', {
    ownsErrors: true,
    refresh: inboundReads,
    done: queuedWords,
    onDone: onClose,
  });
  return (
    <AskDialog<Values>
      title="成批重新收入"
      okText="重新收入"
      isBusy={replay.isPending}
      consequence="符合下面条件的消息会重新处理一遍。已经收入的不会重复。原因和时间至少选一项。"
      initial={{ ...(systemId ? { systemId } : {}), ...(fault ? { fault } : {}) }}
      onClose={onClose}
      onAnswer={(values, refusable) =>
        replay.mutate(
          {
            body: {
              systemId: values.systemId ?? null,
              fault: values.fault ?? null,
              from: values.span?.[0].toISOString() ?? null,
              to: values.span?.[1].toISOString() ?? null,
            },
          },
          refusable,
        )
      }
    >
      <Form.Item name="systemId" label="系统" rules={[{ required: true, message: '请选择系统' }]}>
        <Select
          placeholder="请选择系统"
          loading={systems.isPending}
          options={(systems.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
      </Form.Item>
      <Form.Item name="fault" label="原因">
        <Select allowClear placeholder="不限原因" options={optionsOf(faultWords)} />
      </Form.Item>
      <Form.Item name="span" label="收到的时间">
        <DatePicker.RangePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
    </AskDialog>
  );
}
