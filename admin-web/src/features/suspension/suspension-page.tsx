import { Link, useParams } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useMay } from '@/features/shared/session';
import { suspensionReads } from '@/features/shared/suspension/reads';
import type { Answer } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { suspensionReasonWords } from '@/shared/format/clinic-day-labels';
import { formatDay, formatInstant, formatMoment } from '@/shared/format/date';
import { periodWords } from '@/shared/format/labels';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';
import { CaseTable } from './case-table';
import { Progress } from './progress';

type Suspension = Answer<'getSuspension'>;

/** Patients answer and receipts come in while this page is open. */
const REFRESH_MS = 5_000;

export function SuspensionPage() {
  const { suspensionId } = useParams({ strict: false });
  const suspension = useRead(
    'getSuspension',
    { params: { suspensionId: suspensionId ?? '' } },
    { refetchInterval: REFRESH_MS },
  );
  if (suspension.error && !suspension.data) {
    return (
      <Page title="停诊">
        <ListError error={suspension.error} onRetry={() => void suspension.refetch()} />
      </Page>
    );
  }
  if (!suspension.data) return <ListLoading />;
  return <SuspensionView suspension={suspension.data} />;
}

function SuspensionView({ suspension }: { suspension: Suspension }) {
  const may = useMay();
  const { state } = suspension;
  return (
    <Page
      title="停诊处理"
      note={<Facts suspension={suspension} />}
      actions={may('roster.update') && state === 'open' && <Actions suspension={suspension} />}
    >
      <div className="stack">
        <Progress suspension={suspension} />
        <CaseTable suspension={suspension} />
      </div>
    </Page>
  );
}

function Facts({ suspension }: { suspension: Suspension }) {
  return (
    <>
      <div>
        {suspension.clinics
          .map(
            (one) =>
              `${one.doctorName}（${one.departmentName}）${formatDay(one.date)} ${periodWords[one.period]}`,
          )
          .join('；')}
      </div>
      <div>
        {suspensionReasonWords[suspension.reason]}
        {suspension.note && `：${suspension.note}`}。{suspension.createdBy}{' '}
        <span className="num">{formatInstant(suspension.createdAt)}</span> 发起
        {suspension.closedAt
          ? `，${suspension.closedBy ?? ''} ${formatInstant(suspension.closedAt)} 关闭`
          : `，${formatMoment(suspension.answerBefore)} 前没有答复的会自动退号退费`}
        。 <Link to="/suspensions">全部停诊</Link>
      </div>
    </>
  );
}

function Actions({ suspension }: { suspension: Suspension }) {
  const { modal } = App.useApp();
  const params = { suspensionId: suspension.id };
  const remind = useWrite('remindSuspensionCases', {
    refresh: suspensionReads,
    done: ({ told }) => (told > 0 ? `已再次通知 ${told} 位患者` : '一小时内都已通知过'),
  });
  const close = useWrite('closeSuspension', { refresh: suspensionReads, done: '已关闭' });
  const open = suspension.cases - suspension.rescheduled - suspension.cancelled;
  return (
    <>
      <Button
        loading={remind.isPending}
        disabled={open === 0}
        onClick={() => remind.mutate({ params })}
      >
        再次通知未答复的 {open} 位
      </Button>
      <Button
        type="primary"
        data-main
        loading={close.isPending}
        disabled={!suspension.mayClose}
        title={suspension.mayClose ? undefined : '还有患者没有着落，不能关闭'}
        onClick={() =>
          void modal.confirm({
            title: '关闭这次停诊',
            content: '所有受影响的患者都已有着落。关闭后不再跟踪。',
            okText: '关闭',
            onOk: () => close.mutateAsync({ params }),
          })
        }
      >
        关闭停诊
      </Button>
    </>
  );
}
