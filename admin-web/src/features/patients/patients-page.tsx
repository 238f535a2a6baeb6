import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { formatDay } from '@/shared/format/date';
import {
  careClassTones,
  careClassWords,
  genderWords,
  oneOf,
  optionsOf,
} from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { SearchField } from '@/shared/ui/search-field';
import { ToneTag } from '@/shared/ui/tone-tag';
import { RegisterDrawer } from '@/features/shared/patients/register-drawer';

export type PatientRow = Item<'searchPatients'>;

export function PatientsPage() {
  // What someone searches for is a name, a phone or a document: it stays out of the URL.
  const [text, setText] = useState('');
  const { filters, setFilters } = useFilters<'care'>();
  const [isRegistering, setRegistering] = useState(false);
  const may = useMay();
  const navigate = useNavigate();
  const careClass = oneOf(careClassWords, filters.care);
  const { query, rows } = usePages(
    'searchPatients',
    { body: { text, ...(careClass ? { careClass } : {}), limit: 30 } },
    { keepPrevious: true },
  );
  return (
    <Page
      title="患者"
      actions={
        may('patient.create') && (
          <Button type="primary" data-main onClick={() => setRegistering(true)}>
            登记患者
          </Button>
        )
      }
      filters={
        <>
          <SearchField
            autoFocus
            width={400}
            placeholder="姓名、拼音首字母、手机号或后四位、证件号、就诊卡"
            value={text}
            onChange={setText}
          />
          <Select
            aria-label="患者类别"
            allowClear
            placeholder="全部类别"
            style={{ width: 140 }}
            value={careClass ?? null}
            options={optionsOf(careClassWords)}
            onChange={(care?: string) => setFilters({ care })}
          />
        </>
      }
    >
      <DataTable<PatientRow>
        label="患者"
        query={query}
        rows={rows}
        rowKey="id"
        columns={patientColumns}
        empty={
          text
            ? { title: '没有找到这位患者', hint: '请核对姓名或号码；没有登记过的可以新登记。' }
            : { title: '还没有患者', hint: '登记第一位患者后会显示在这里。' }
        }
      />
      <RegisterDrawer
        open={isRegistering}
        onClose={() => setRegistering(false)}
        onRegistered={(patient) =>
          void navigate({ to: '/patients/$patientId', params: { patientId: patient.id } })
        }
      />
    </Page>
  );
}

const patientColumns: TableColumnsType<PatientRow> = [
  {
    title: '姓名',
    dataIndex: 'name',
    render: (name: string, patient) => (
      <Link to="/patients/$patientId" params={{ patientId: patient.id }}>
        {name}
      </Link>
    ),
  },
  { title: '性别', render: (_, patient) => genderWords[patient.gender] },
  { title: '年龄', align: 'right', className: 'num', render: (_, patient) => `${patient.age} 岁` },
  { title: '手机', dataIndex: 'phoneMasked', className: 'num' },
  { title: '证件号', dataIndex: 'identityNumberMasked', className: 'num' },
  {
    title: '就诊卡',
    dataIndex: 'cardNumber',
    className: 'num',
    render: (card: string) => card || '—',
  },
  {
    title: '类别',
    render: (_, patient) => (
      <ToneTag tone={careClassTones[patient.careClass]}>
        {careClassWords[patient.careClass]}
      </ToneTag>
    ),
  },
  {
    title: '最近就诊',
    className: 'num',
    render: (_, patient) =>
      patient.lastVisitDate
        ? `${patient.lastVisitDate.slice(0, 4)}年${formatDay(patient.lastVisitDate)}`
        : '—',
  },
];
