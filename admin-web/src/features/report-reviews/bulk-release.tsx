import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useCallback, useState } from 'react';
import { reportReads } from '@/features/shared/reports/reads';
import { call } from '@/shared/api/client';
import { useBatch } from '@/shared/hooks/use-batch';
import { BatchProgress } from '@/shared/ui/batch-progress';
import type { Review } from './reviews-page';

interface Props {
  rows: Review[];
  onFinished: () => void;
}

/** Releases the ticked reports one by one: what a colleague changed meanwhile is refused by itself. */
export function BulkRelease({ rows, onFinished }: Props) {
  const [isAsking, setAsking] = useState(false);
  const { message } = App.useApp();
  const client = useQueryClient();
  const { state, run, reset } = useBatch<Review>(
    useCallback((row: Review) => `${row.name} ${row.patientName}`, []),
  );
  const abnormal = rows.filter((row) => row.abnormalCount > 0).length;
  const start = async (): Promise<void> => {
    setAsking(false);
    const failures = await run(rows, (row) =>
      call('releaseReport', {
        params: { reportId: row.id },
        body: { note: '', version: row.version },
      }),
    );
    await Promise.all(reportReads.map((read) => client.invalidateQueries({ queryKey: [read] })));
    if (failures.length > 0) return;
    void message.success(`已发布 ${rows.length} 份报告`);
    reset();
    onFinished();
  };
  return (
    <>
      <Button type="primary" onClick={() => setAsking(true)}>
        发布所选 {rows.length} 份
      </Button>
      <Modal
        title={`发布所选的 ${rows.length} 份报告`}
        open={isAsking}
        okText="让患者可看"
        cancelText="取消"
        onCancel={() => setAsking(false)}
        onOk={() => void start()}
        width={460}
      >
        <p>
          患者和代办人会收到通知，能在手机上看到全部内容。
          {abnormal > 0 && (
            <b className="warn-text">其中 {abnormal} 份有异常结果，请确认已经看过。</b>
          )}
        </p>
      </Modal>
      <Modal
        title="正在发布"
        open={state.total > 0}
        closable={false}
        footer={
          <Button
            disabled={state.isRunning}
            onClick={() => {
              reset();
              onFinished();
            }}
          >
            知道了
          </Button>
        }
      >
        <BatchProgress state={state} />
      </Modal>
    </>
  );
}
