import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { ReleaseState } from '@suizhen/contract/wire';
import { AskDialog } from '@/features/shared/ask-dialog';
import { ReasonField } from '@/features/shared/reason-field';
import { useMay } from '@/features/shared/session';
import { useWrite } from '@/shared/api/hooks';
import { reportReads } from './reads';

interface Reviewed {
  id: string;
  name: string;
  releaseState: ReleaseState;
  version: number;
}

/** A critical value is dealt with in its own queue first; what is told in person is handed out at the desk. */
export const mayBeReleased = (state: ReleaseState): boolean =>
  state === 'review' || state === 'timed' || state === 'withheld';
const mayBeWithheld = (state: ReleaseState): boolean =>
  state !== 'critical-hold' && state !== 'withheld';

export function ReleaseActions({ report }: { report: Reviewed }) {
  const may = useMay();
  const [asked, setAsked] = useState<'release' | 'withhold' | null>(null);
  if (!may('report.update')) return null;
  return (
    <>
      {mayBeReleased(report.releaseState) && (
        <Button type="primary" onClick={() => setAsked('release')}>
          让患者可看
        </Button>
      )}
      {mayBeWithheld(report.releaseState) && (
        <Button onClick={() => setAsked('withhold')}>暂不发布</Button>
      )}
      {asked === 'release' && <ReleaseDialog report={report} onClose={() => setAsked(null)} />}
      {asked === 'withhold' && <WithholdDialog report={report} onClose={() => setAsked(null)} />}
    </>
  );
}

interface DialogProps {
  report: Reviewed;
  onClose: () => void;
}

function ReleaseDialog({ report, onClose }: DialogProps) {
  const release = useWrite('releaseReport', {
    ownsErrors: true,
    refresh: reportReads,
    done: ({ releaseState }) =>
      releaseState === 'in-person' ? '已通知患者到院领取' : '患者现在可以看到',
    onDone: onClose,
  });
  return (
    <AskDialog<{ note?: string }>
      title={`发布“${report.name}”`}
      okText="让患者可看"
      isBusy={release.isPending}
      consequence="患者和代办人会收到通知，能在手机上看到全部内容。按规则须到院领取的，手机上仍不能打开。"
      onClose={onClose}
      onAnswer={({ note }, refusable) =>
        release.mutate(
          { params: { reportId: report.id }, body: { note: note ?? '', version: report.version } },
          refusable,
        )
      }
    >
      <Form.Item name="note" label="备注（可不填，只有员工看得到）">
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </AskDialog>
  );
}

function WithholdDialog({ report, onClose }: DialogProps) {
  const withhold = useWrite('withholdReport', {
    ownsErrors: true,
    refresh: reportReads,
    done: '已暂不发布',
    onDone: onClose,
  });
  return (
    <AskDialog<{ reason: string }>
      title={`暂不发布“${report.name}”`}
      okText="暂不发布"
      isBusy={withhold.isPending}
      consequence="患者看不到这份报告，直到有人发布。"
      onClose={onClose}
      onAnswer={({ reason }, refusable) =>
        withhold.mutate(
          { params: { reportId: report.id }, body: { reason, version: report.version } },
          refusable,
        )
      }
    >
      <ReasonField />
    </AskDialog>
  );
}
