import { Button, Segmented, Tooltip } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { DueTime } from '@/features/shared/due-time';
import { PatientLink } from '@/features/shared/patients/patient-link';
import { ReportDrawer } from '@/features/shared/reports/report-drawer';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { criticalStateTones, criticalStateWords } from '@/shared/format/records-labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { AcknowledgeDialog, ResolveDialog } from './critical-dialogs';

export type CriticalAlert = Item<'listCriticalAlerts'>;

const views = {
  todo: { label: '待确认', query: { isOpen: 'true' } },
  acknowledged: { label: '处理中', query: { state: 'acknowledged' } },
  resolved: { label: '已处理', query: { state: 'resolved' } },
  all: { label: '全部', query: {} },
} as const;
type View = keyof typeof views;
const REFRESH_MS = 15_000;

/** Critical values, those due first. They are not shown to the patient before somebody has dealt with them. */
export function CriticalPage() {
  const { filters, setFilters } = useFilters<'view' | 'report'>();
  const may = useMay();
  const [acknowledging, setAcknowledging] = useState<CriticalAlert | null>(null);
  const [resolving, setResolving] = useState<CriticalAlert | null>(null);
  const view: View = filters.view && filters.view in views ? (filters.view as View) : 'todo';
  const { query, rows } = usePages(
    'listCriticalAlerts',
    { query: { limit: 50, ...views[view].query } },
    { refetchInterval: REFRESH_MS },
  );
  const mayUpdate = may('report.update');
  const columns = useMemo(
    () => [
      ...alertColumns((report) => setFilters({ report })),
      ...(mayUpdate ? [actionColumn(setAcknowledging, setResolving)] : []),
    ],
    [setFilters, mayUpdate],
  );
  return (
    <Page
      title="危急值"
      note="先联系患者和开单医生，再记录处理。处理之前患者看不到这份报告；超时未确认会自动上报。"
      filters={
        <Segmented<View>
          aria-label="范围"
          value={view}
          onChange={(next) => setFilters({ view: next === 'todo' ? '' : next })}
          options={Object.entries(views).map(([value, { label }]) => ({
            value: value as View,
            label,
          }))}
        />
      }
    >
      <DataTable<CriticalAlert>
        label="危急值"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={
          view === 'todo'
            ? { title: '没有待确认的危急值', hint: '检验科报出危急值时，会马上出现在这里。' }
            : { title: '没有这样的危急值' }
        }
      />
      {acknowledging && (
        <AcknowledgeDialog alert={acknowledging} onClose={() => setAcknowledging(null)} />
      )}
      {resolving && <ResolveDialog alert={resolving} onClose={() => setResolving(null)} />}
      <ReportDrawer reportId={filters.report} onClose={() => setFilters({ report: '' })} />
    </Page>
  );
}

const isWaiting = ({ state }: CriticalAlert): boolean => state === 'open' || state === 'escalated';

function actionColumn(
  acknowledge: (alert: CriticalAlert) => void,
  resolve: (alert: CriticalAlert) => void,
): TableColumnsType<CriticalAlert>[number] {
  return {
    title: '操作',
    render: (_, alert, index) => {
      if (isWaiting(alert)) {
        return (
          <Button
            type={index === 0 ? 'primary' : 'default'}
            {...(index === 0 ? { 'data-main': true } : {})}
            onClick={() => acknowledge(alert)}
          >
            确认
          </Button>
        );
      }
      return (
        alert.state === 'acknowledged' && (
          <Button onClick={() => resolve(alert)}>记录处理结果</Button>
        )
      );
    },
  };
}

function alertColumns(openReport: (id: string) => void): TableColumnsType<CriticalAlert> {
  return [
    {
      title: '确认时限',
      className: 'num',
      render: (_, alert) =>
        isWaiting(alert) ? (
          <DueTime dueAt={alert.dueAt} />
        ) : (
          `${formatInstant(alert.raisedAt)} 报出`
        ),
    },
    {
      title: '危急值',
      render: (_, alert) => (
        <ul className="plain-list num">
          {alert.items.map((item) => (
            <li key={item.name}>
              {item.name}{' '}
              <b className="danger-text">
                {item.value} {item.unit}
              </b>{' '}
              {item.rangeText && <span className="quiet">参考 {item.rangeText}</span>}
            </li>
          ))}
        </ul>
      ),
    },
    {
      title: '患者',
      render: (_, alert) => <PatientLink id={alert.patientId} name={alert.patientName} />,
    },
    {
      title: '报告',
      render: (_, alert) => (
        <Button type="link" className="link-button" onClick={() => openReport(alert.reportId)}>
          {alert.reportName}
        </Button>
      ),
    },
    {
      title: '科室与开单',
      render: (_, alert) => (
        <>
          {alert.departmentName || (alert.departmentId === null ? '本院区' : '—')}
          {alert.requesterName && <div className="quiet">{alert.requesterName}</div>}
        </>
      ),
    },
    { title: '状态', render: (_, alert) => <StateCell alert={alert} /> },
  ];
}

/** What belongs to no department begins with the whole branch. */
const timesRaised = ({ level, departmentId }: CriticalAlert): number =>
  level - (departmentId === null ? 2 : 1);

function StateCell({ alert }: { alert: CriticalAlert }) {
  return (
    <>
      <ToneTag tone={criticalStateTones[alert.state]}>{criticalStateWords[alert.state]}</ToneTag>
      {timesRaised(alert) > 0 && isWaiting(alert) && (
        <div className="quiet">已上报 {timesRaised(alert)} 次</div>
      )}
      {alert.acknowledgedBy !== null && (
        <Tooltip title={alert.note || undefined}>
          <div className="quiet">
            {alert.acknowledgedBy} {formatInstant(alert.acknowledgedAt).slice(5)}
          </div>
        </Tooltip>
      )}
      {alert.outcome && <div className="clip">{alert.outcome}</div>}
    </>
  );
}
