import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useCallback, useState } from 'react';
import { call, type Item } from '@/shared/api/client';
import { useBatch } from '@/shared/hooks/use-batch';
import { BatchProgress } from '@/shared/ui/batch-progress';
import { CancelDialog, type CancelBody } from '@/features/shared/appointments/cancel-dialog';
import { appointmentReads } from '@/features/shared/appointments/reads';

type Row = Item<'listAppointments'>;

interface Props {
  rows: Row[];
  onFinished: () => void;
}

/** Cancels the ticked appointments one by one, so that one refusal does not undo the others. */
export function BulkCancel({ rows, onFinished }: Props) {
  const [isAsking, setAsking] = useState(false);
  const { message } = App.useApp();
  const client = useQueryClient();
  const { state, run, reset } = useBatch<Row>(
    useCallback((row: Row) => `${row.appointmentNo} ${row.patientNameMasked}`, []),
  );
  const start = async (body: CancelBody): Promise<void> => {
    setAsking(false);
    const failures = await run(rows, (row) =>
      call('cancelAppointment', { params: { appointmentId: row.id }, body }),
    );
    await Promise.all(
      appointmentReads.map((read) => client.invalidateQueries({ queryKey: [read] })),
    );
    onFinished();
    if (failures.length > 0) return;
    void message.success(`已取消 ${rows.length} 个预约`);
    reset();
  };
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        取消所选 {rows.length} 个预约
      </Button>
      <CancelDialog
        open={isAsking}
        title={`取消所选的 ${rows.length} 个预约`}
        consequence="号源会立即放回，患者会收到通知。已在微信支付的原路退回，窗口收的登记退款后当面退还。"
        isBusy={false}
        onClose={() => setAsking(false)}
        onConfirm={(body) => void start(body)}
      />
      <Modal
        title="正在取消预约"
        open={state.total > 0}
        footer={
          <Button disabled={state.isRunning} onClick={reset}>
            知道了
          </Button>
        }
        closable={false}
      >
        <BatchProgress state={state} />
      </Modal>
    </>
  );
}
