import { App, Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { FeeTag } from '@/features/shared/appointments/fee-tag';
import { AppointmentDrawer } from '@/features/shared/appointments/appointment-drawer';
import { useMay } from '@/features/shared/session';
import { suspensionReads } from '@/features/shared/suspension/reads';
import type { Answer, Item } from '@/shared/api/client';
import { usePages, useWrite } from '@/shared/api/hooks';
import { suspensionCaseTones, suspensionCaseWords } from '@/shared/format/clinic-day-labels';
import { formatInstant, formatMoment } from '@/shared/format/date';
import { oneOf, optionsOf } from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { ToneTag } from '@/shared/ui/tone-tag';
import { MoveDialog } from './move-dialog';

export type Case = Item<'listSuspensionCases'>;
type Filter = 'case' | 'open';

const isOpen = (one: Case): boolean => one.resolvedAt === null;

export function CaseTable({ suspension }: { suspension: Answer<'getSuspension'> }) {
  const { filters, setFilters } = useFilters<Filter>();
  const may = useMay();
  const state = oneOf(suspensionCaseWords, filters.case);
  const { query, rows } = usePages('listSuspensionCases', {
    params: { suspensionId: suspension.id },
    query: { limit: 200, ...(state ? { state } : {}) },
  });
  useFollow(suspension, query.refetch);
  const [chosen, setChosen] = useState<string[]>([]);
  const [moving, setMoving] = useState<Case | null>(null);
  const mayResolve = may('appointment.update') && suspension.state === 'open';
  const columns = useMemo(
    () => caseColumns((open) => setFilters({ open }), mayResolve ? setMoving : undefined),
    [setFilters, mayResolve],
  );
  const openChosen = (rows ?? []).filter((row) => chosen.includes(row.id) && isOpen(row));
  return (
    <>
      <div className="row">
        <Select
          aria-label="状态"
          allowClear
          placeholder="全部患者"
          style={{ width: 140 }}
          value={state ?? null}
          options={optionsOf(suspensionCaseWords)}
          onChange={(next?: string | null) => setFilters({ case: next ?? '' })}
        />
        {openChosen.length > 0 && (
          <RefundChosen
            suspensionId={suspension.id}
            cases={openChosen}
            onDone={() => setChosen([])}
          />
        )}
      </div>
      <DataTable<Case>
        label="受影响的患者"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        {...(mayResolve
          ? {
              rowSelection: {
                selectedRowKeys: chosen,
                onChange: (keys) => setChosen(keys.map(String)),
                getCheckboxProps: (row) => ({
                  disabled: !isOpen(row),
                  'aria-label': `选择 ${row.patientName}`,
                }),
              },
            }
          : {})}
        empty={{ title: '没有这样的患者', hint: '换一个状态看看。' }}
      />
      {moving && <MoveDialog one={moving} onClose={() => setMoving(null)} />}
      <AppointmentDrawer appointmentId={filters.open} onClose={() => setFilters({ open: '' })} />
    </>
  );
}

/** Patients answer and receipts arrive meanwhile: when the counts move, so have the rows. */
function useFollow(suspension: Answer<'getSuspension'>, refetch: () => unknown): void {
  const { told, reached, unreached, rescheduled, cancelled } = suspension;
  const counts = [told, reached, unreached, rescheduled, cancelled].join();
  const shown = useRef(counts);
  useEffect(() => {
    if (shown.current === counts) return;
    shown.current = counts;
    refetch();
  }, [counts, refetch]);
}

interface RefundProps {
  suspensionId: string;
  cases: Case[];
  onDone: () => void;
}

function RefundChosen({ suspensionId, cases, onDone }: RefundProps) {
  const { modal } = App.useApp();
  const resolve = useWrite('resolveSuspensionCases', {
    refresh: suspensionReads,
    done: `已为 ${cases.length} 位患者退号`,
    onDone,
  });
  const paid = cases.filter((one) => one.feeState === 'paid');
  const ask = (): void =>
    void modal.confirm({
      title: `为 ${cases.length} 位患者退号`,
      content:
        paid.length > 0
          ? `其中 ${paid.length} 位已付费，共 ${formatFen(
              paid.reduce((sum, one) => sum + one.feeFen, 0),
            )}，微信支付的原路退回，窗口收的登记退款后当面退还。`
          : '他们都没有付费，不涉及退款。',
      okText: '退号',
      okButtonProps: { danger: true },
      onOk: () =>
        resolve.mutateAsync({
          params: { suspensionId },
          body: { choice: 'cancel', caseIds: cases.map((one) => one.id) },
        }),
    });
  return (
    <Button danger loading={resolve.isPending} onClick={ask}>
      退号退费（{cases.length} 位）
    </Button>
  );
}

function caseColumns(
  open: (appointmentId: string) => void,
  move: ((one: Case) => void) | undefined,
): TableColumnsType<Case> {
  return [
    {
      title: '患者',
      render: (_, row) => (
        <Button type="link" className="link-button" onClick={() => open(row.appointmentId)}>
          {row.patientName}
        </Button>
      ),
    },
    { title: '手机', dataIndex: 'phoneMasked', className: 'num' },
    { title: '原就诊时间', className: 'num', render: (_, row) => formatMoment(row.startsAt) },
    {
      title: '费用',
      render: (_, row) => (
        <span className="num">
          {formatFen(row.feeFen)}{' '}
          <FeeTag
            status={row.state === 'cancelled' ? 'cancelled' : 'booked'}
            feeState={row.feeState}
          />
        </span>
      ),
    },
    {
      title: '状态',
      render: (_, row) => (
        <ToneTag tone={suspensionCaseTones[row.state]}>{suspensionCaseWords[row.state]}</ToneTag>
      ),
    },
    { title: '进展', render: (_, row) => progressOf(row) },
    ...(move
      ? [
          {
            title: '操作',
            render: (_: unknown, row: Case) =>
              isOpen(row) && (
                <Button type="link" className="link-button" onClick={() => move(row)}>
                  帮患者改约
                </Button>
              ),
          },
        ]
      : []),
  ];
}

const ways: Record<string, string> = { sms: '短信', inbox: '站内消息', call: '电话' };

function progressOf(one: Case): string {
  if (one.newStartsAt) return `改到 ${formatMoment(one.newStartsAt)} ${one.newDoctorName ?? ''}`;
  if (one.resolvedAt) return `${formatInstant(one.resolvedAt)} ${one.resolvedBy}`;
  if (one.reachedAt)
    return `${formatInstant(one.reachedAt)} ${ways[one.reachedBy] ?? ''}已知晓，未答复`;
  if (one.workItemId) return '已转电话待办';
  return one.toldAt ? `${formatInstant(one.toldAt)} 已发通知` : '正在通知';
}
