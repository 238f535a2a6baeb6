import { Button, Segmented } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { AskDialog } from '@/features/shared/ask-dialog';
import { DueTime } from '@/features/shared/due-time';
import { PatientLink } from '@/features/shared/patients/patient-link';
import { ReasonField } from '@/features/shared/reason-field';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages, useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import {
  vitalAlarmTones,
  vitalAlarmWords,
  vitalKindWords,
  vitalSourceWords,
} from '@/shared/format/records-labels';
import { readingWords } from '@/shared/format/vitals';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';

type Alarm = Item<'listVitalAlarms'>;
const REFRESH_MS = 30_000;

/** Readings beyond the limits of a patient; somebody talks to the patient and writes down what was said. */
export function VitalAlarmsPage() {
  const { filters, setFilters } = useFilters<'view'>();
  const may = useMay();
  const [acknowledging, setAcknowledging] = useState<Alarm | null>(null);
  const isOpenOnly = filters.view !== 'all';
  const { query, rows } = usePages(
    'listVitalAlarms',
    { query: { limit: 50, ...(isOpenOnly ? { isOpen: 'true' } : {}) } },
    { refetchInterval: REFRESH_MS },
  );
  const mayUpdate = may('archive.update');
  const columns = useMemo(
    () => [...alarmColumns, ...(mayUpdate ? [actionColumn(setAcknowledging)] : [])],
    [mayUpdate],
  );
  return (
    <Page
      title="体征预警"
      note="患者在家测量的数值超出了限值。请联系患者，问清情况后记录。"
      filters={
        <Segmented<string>
          aria-label="范围"
          value={isOpenOnly ? 'open' : 'all'}
          onChange={(view) => setFilters({ view: view === 'open' ? '' : view })}
          options={[
            { value: 'open', label: '待联系' },
            { value: 'all', label: '全部' },
          ]}
        />
      }
    >
      <DataTable<Alarm>
        label="体征预警"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={{ title: '没有预警', hint: '患者的测量值超出限值时，会马上出现在这里。' }}
      />
      {acknowledging && (
        <AcknowledgeDialog alarm={acknowledging} onClose={() => setAcknowledging(null)} />
      )}
    </Page>
  );
}

function AcknowledgeDialog({ alarm, onClose }: { alarm: Alarm; onClose: () => void }) {
  const acknowledge = useWrite('acknowledgeVitalAlarm', {
    ownsErrors: true,
    refresh: ['listVitalAlarms', 'listWorkItems', 'countMyWork'],
    done: '已记录',
    onDone: onClose,
  });
  return (
    <AskDialog<{ note: string }>
      title={`${vitalKindWords[alarm.reading.kind]} ${readingWords(alarm.reading)}`}
      okText="已联系患者"
      isBusy={acknowledge.isPending}
      onClose={onClose}
      onAnswer={({ note }, refusable) =>
        acknowledge.mutate(
          { params: { alarmId: alarm.id }, body: { note, version: alarm.version } },
          refusable,
        )
      }
    >
      <ReasonField
        name="note"
        label="联系情况"
        max={300}
        placeholder="例如：已电话，患者无不适，嘱半小时后复测"
      />
    </AskDialog>
  );
}

const actionColumn = (acknowledge: (alarm: Alarm) => void): TableColumnsType<Alarm>[number] => ({
  title: '操作',
  render: (_, alarm, index) =>
    alarm.state !== 'acknowledged' && (
      <Button {...(index === 0 ? { 'data-main': true } : {})} onClick={() => acknowledge(alarm)}>
        记录联系
      </Button>
    ),
});

const alarmColumns: TableColumnsType<Alarm> = [
  {
    title: '最晚联系',
    className: 'num',
    render: (_, alarm) =>
      alarm.state === 'acknowledged' ? formatInstant(alarm.dueAt) : <DueTime dueAt={alarm.dueAt} />,
  },
  {
    title: '患者',
    render: (_, alarm) => <PatientLink id={alarm.patientId} name={alarm.patientName} />,
  },
  {
    title: '读数',
    className: 'num',
    render: (_, { reading }) => (
      <>
        {vitalKindWords[reading.kind]} <b className="danger-text">{readingWords(reading)}</b>
        <div className="quiet">{vitalSourceWords[reading.source]}</div>
      </>
    ),
  },
  { title: '限值', className: 'num', dataIndex: 'limitText' },
  {
    title: '测量时间',
    className: 'num',
    render: (_, { reading }) => formatInstant(reading.measuredAt),
  },
  {
    title: '状态',
    render: (_, alarm) => (
      <>
        <ToneTag tone={vitalAlarmTones[alarm.state]}>{vitalAlarmWords[alarm.state]}</ToneTag>
        {alarm.acknowledgedBy !== null && (
          <div className="quiet">
            {alarm.acknowledgedBy} {formatInstant(alarm.acknowledgedAt).slice(5)}
          </div>
        )}
        {alarm.note && <div className="clip">{alarm.note}</div>}
      </>
    ),
  },
];
