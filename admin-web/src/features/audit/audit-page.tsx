import { Link } from '@tanstack/react-router';
import { Button, DatePicker, Descriptions, Drawer, Input, Select, Tag } from 'antd';
import type { TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages, useRead } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';

type Event = Item<'listAuditEvents'>;
type Filter = 'from' | 'to' | 'staff' | 'patient' | 'action';

const actorWords: Record<Event['actorKind'], string> = {
  staff: '员工',
  account: '患者账号',
  device: '设备',
  system: '系统',
};

export function AuditPage() {
  const { filters } = useFilters<Filter>();
  const [opened, setOpened] = useState<Event | null>(null);
  const { query, rows } = usePages('listAuditEvents', {
    query: {
      limit: 50,
      ...(filters.from ? { from: filters.from } : {}),
      ...(filters.to ? { to: filters.to } : {}),
      ...(filters.staff ? { staffId: filters.staff } : {}),
      ...(filters.patient ? { patientId: filters.patient } : {}),
      ...(filters.action ? { action: filters.action } : {}),
    },
  });
  return (
    <Page
      title="审计"
      note="谁在什么时候看过或改过什么。记录只能增加，不能修改；查看审计也会被记录。"
      filters={<AuditFilters />}
    >
      <DataTable<Event>
        label="审计记录"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns(setOpened)}
        empty={{ title: '没有符合条件的记录', hint: '可以放宽日期或清除筛选。' }}
      />
      <EventDrawer event={opened} onClose={() => setOpened(null)} />
    </Page>
  );
}

function AuditFilters() {
  const { filters, setFilters } = useFilters<Filter>();
  const may = useMay();
  const [action, setAction] = useState(filters.action ?? '');
  const staff = useRead(
    'listStaff',
    { query: { limit: 200 } },
    { enabled: may('staff.display'), staleTime: 300_000 },
  );
  return (
    <>
      <DatePicker.RangePicker
        aria-label="日期"
        allowEmpty={[true, true]}
        value={[filters.from ? dayjs(filters.from) : null, filters.to ? dayjs(filters.to) : null]}
        onChange={(dates) =>
          setFilters({
            from: dates?.[0]?.format('YYYY-MM-DD'),
            to: dates?.[1]?.format('YYYY-MM-DD'),
          })
        }
      />
      {may('staff.display') && (
        <Select
          aria-label="员工"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="全部员工"
          style={{ width: 160 }}
          value={filters.staff ?? null}
          onChange={(next?: string | null) => setFilters({ staff: next ?? '' })}
          options={(staff.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      <Input
        data-search
        aria-label="动作编码"
        allowClear
        style={{ width: 200 }}
        placeholder="动作编码，如 patient.reveal"
        maxLength={60}
        value={action}
        onChange={(event) => {
          setAction(event.target.value);
          if (event.target.value === '') setFilters({ action: '' });
        }}
        onPressEnter={() => setFilters({ action: action.trim() })}
        onBlur={() => setFilters({ action: action.trim() })}
      />
      {filters.patient && (
        <Tag closable onClose={() => setFilters({ patient: '' })}>
          只看一位患者
        </Tag>
      )}
    </>
  );
}

function columns(open: (event: Event) => void): TableColumnsType<Event> {
  return [
    {
      title: '时间',
      className: 'num',
      render: (_, event) => (
        <Button type="link" className="link-button" onClick={() => open(event)}>
          {formatInstant(event.at)}
        </Button>
      ),
    },
    {
      title: '谁',
      render: (_, event) => (
        <>
          {event.actorName} <span className="quiet">{actorWords[event.actorKind]}</span>
        </>
      ),
    },
    {
      title: '做了什么',
      render: (_, event) => (
        <>
          {event.actionName} <span className="quiet">{event.action}</span>
        </>
      ),
    },
    { title: '原因', render: (_, event) => event.reason ?? '—' },
    { title: '结果', render: (_, event) => <OutcomeTag outcome={event.outcome} /> },
    { title: '地址', className: 'num', render: (_, event) => event.address ?? '—' },
  ];
}

function OutcomeTag({ outcome }: { outcome: Event['outcome'] }) {
  return (
    <ToneTag tone={outcome === 'ok' ? 'good' : 'danger'}>
      {outcome === 'ok' ? '完成' : '被拒绝'}
    </ToneTag>
  );
}

function EventDrawer({ event, onClose }: { event: Event | null; onClose: () => void }) {
  const { setFilters } = useFilters<Filter>();
  const may = useMay();
  return (
    <Drawer title="审计记录" open={event !== null} onClose={onClose} size={480}>
      {event && (
        <div className="stack">
          <Descriptions
            column={1}
            items={[
              { key: 'at', label: '时间', children: formatInstant(event.at) },
              {
                key: 'who',
                label: '谁',
                children: `${event.actorName}（${actorWords[event.actorKind]}）`,
              },
              { key: 'what', label: '动作', children: `${event.actionName} ${event.action}` },
              {
                key: 'on',
                label: '对象',
                children: `${event.resourceKind} ${event.resourceId ?? ''}`,
              },
              { key: 'why', label: '原因', children: event.reason ?? '—' },
              { key: 'out', label: '结果', children: <OutcomeTag outcome={event.outcome} /> },
              { key: 'from', label: '地址', children: event.address ?? '—' },
              { key: 'request', label: '请求编号', children: event.requestId ?? '—' },
            ]}
          />
          {event.patientId !== null && (
            <div className="row">
              <Button
                onClick={() => {
                  setFilters({ patient: event.patientId ?? '' });
                  onClose();
                }}
              >
                只看这位患者的记录
              </Button>
              {may('patient.display') && (
                <Link to="/patients/$patientId" params={{ patientId: event.patientId }}>
                  打开患者档案
                </Link>
              )}
            </div>
          )}
        </div>
      )}
    </Drawer>
  );
}
