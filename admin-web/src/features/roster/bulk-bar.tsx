import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Modal } from 'antd';
import { useCallback, useState } from 'react';
import { useMay } from '@/features/shared/session';
import { SuspendDialog } from '@/features/shared/suspension/suspend-dialog';
import { call } from '@/shared/api/client';
import { formatDay } from '@/shared/format/date';
import { periodWords } from '@/shared/format/labels';
import { useBatch } from '@/shared/hooks/use-batch';
import { BatchProgress } from '@/shared/ui/batch-progress';
import type { Roster } from './session-chip';
import { CapacityFields } from './timing-fields';
import type { Capacity } from './timing';

interface Props {
  cells: number;
  rosters: Roster[];
  onAdd: () => void;
  onClear: () => void;
}

type Change = Partial<Pick<Roster, 'capacity' | 'isClosed'>>;

const labelOf = (one: Roster): string =>
  `${one.doctorName} ${formatDay(one.date)} ${periodWords[one.period]}`;

/** What can be done with the ticked cells at once. */
export function BulkBar({ cells, rosters, onAdd, onClear }: Props) {
  const may = useMay();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const [isSizing, setSizing] = useState(false);
  const [isSuspending, setSuspending] = useState(false);
  const { state, run, reset } = useBatch<Roster>(useCallback(labelOf, []));
  const finish = async (failures: number, words: string): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['listRosters'] });
    if (failures > 0) return;
    void message.success(words);
    reset();
    onClear();
  };
  const change = async (wanted: Change): Promise<void> => {
    const failures = await run(
      rosters,
      ({ id, capacity, room, releaseAt, isClosed, note, version }) =>
        call('updateRoster', {
          params: { rosterId: id },
          body: { capacity, room, releaseAt, isClosed, note, version, ...wanted },
        }),
    );
    await finish(failures.length, `已修改 ${rosters.length} 个班`);
  };
  const remove = async (): Promise<void> => {
    const failures = await run(rosters, ({ id }) =>
      call('deleteRoster', { params: { rosterId: id } }),
    );
    await finish(failures.length, `已删除 ${rosters.length} 个班`);
  };
  const taken = rosters.reduce((sum, one) => sum + one.taken, 0);
  const askClose = (): void =>
    void modal.confirm({
      title: `停止 ${rosters.length} 个班的新预约`,
      content:
        taken > 0 ? `已约的 ${taken} 位患者不受影响。` : '停止后各渠道都不能再约，可以随时恢复。',
      okText: '停止预约',
      onOk: () => change({ isClosed: true }),
    });
  const askRemove = (): void =>
    void modal.confirm({
      title: `删除 ${rosters.length} 个班`,
      content: '没有人预约的班会被删除，有预约的会保留并列出原因。',
      okText: '删除',
      okButtonProps: { danger: true },
      onOk: remove,
    });
  return (
    <div className="card row bulk-bar" role="region" aria-label="批量操作">
      <b className="num">
        已选 {cells} 格，{rosters.length} 个班
      </b>
      {may('roster.create') && <Button onClick={onAdd}>各排一个班</Button>}
      {may('roster.update') && rosters.length > 0 && (
        <>
          <Button onClick={askClose}>停止预约</Button>
          <Button onClick={() => void change({ isClosed: false })}>恢复预约</Button>
          <Button onClick={() => setSizing(true)}>修改号数</Button>
          <Button danger onClick={() => setSuspending(true)}>
            停诊
          </Button>
        </>
      )}
      {may('roster.delete') && rosters.length > 0 && (
        <Button danger onClick={askRemove}>
          删除
        </Button>
      )}
      <Button type="text" onClick={onClear}>
        取消选择
      </Button>
      {isSuspending && (
        <SuspendDialog
          rosterIds={rosters.map((one) => one.id)}
          onClose={() => setSuspending(false)}
        />
      )}
      {isSizing && (
        <CapacityDialog
          start={rosters[0]?.capacity}
          onClose={() => setSizing(false)}
          onConfirm={(capacity) => {
            setSizing(false);
            void change({ capacity });
          }}
        />
      )}
      <Modal
        title="正在处理"
        open={state.total > 0}
        closable={false}
        footer={
          <Button disabled={state.isRunning} onClick={reset}>
            知道了
          </Button>
        }
      >
        <BatchProgress state={state} />
      </Modal>
    </div>
  );
}

interface DialogProps {
  start: Capacity | undefined;
  onClose: () => void;
  onConfirm: (capacity: Capacity) => void;
}

function CapacityDialog({ start, onClose, onConfirm }: DialogProps) {
  const [form] = Form.useForm<{ capacity: Capacity }>();
  return (
    <Modal
      title="修改号数"
      open
      okText="修改"
      onCancel={onClose}
      onOk={() => form.submit()}
      width={520}
    >
      <p className="quiet">号数不能少于已约的人数，否则该班保持不变并列出原因。</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark="optional"
        {...(start ? { initialValues: { capacity: start } } : {})}
        onFinish={({ capacity }) => onConfirm(capacity)}
      >
        <CapacityFields />
      </Form>
    </Modal>
  );
}
