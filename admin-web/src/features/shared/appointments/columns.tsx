import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import type { Item } from '@/shared/api/client';
import { clockOf, formatDay, formatSpan } from '@/shared/format/date';
import { channelWords, genderWords } from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { FeeTag } from './fee-tag';
import { StatusTag } from './status-tag';

export type AppointmentRow = Item<'listAppointments'>;
type Columns = TableColumnsType<AppointmentRow>;

export const dayColumn: Columns[number] = {
  title: '日期',
  className: 'num',
  render: (_, row) => formatDay(row.date),
};

export const channelColumn: Columns[number] = {
  title: '来源',
  render: (_, row) => channelWords[row.channel],
};

/** The columns that every list of appointments shares. */
export function appointmentColumns(open: (id: string) => void): Columns {
  return [
    {
      title: '时间',
      className: 'num',
      render: (_, row) => formatSpan(clockOf(row.startsAt), clockOf(row.endsAt)),
    },
    { title: '号', dataIndex: 'queueNumber', align: 'right', className: 'num' },
    {
      title: '患者',
      render: (_, row) => (
        <>
          <Button type="link" className="link-button" onClick={() => open(row.id)}>
            {row.patientName}
          </Button>{' '}
          <span className="quiet">
            {genderWords[row.patientGender]} {row.patientAge} 岁
          </span>
        </>
      ),
    },
    { title: '手机', dataIndex: 'phoneMasked', className: 'num' },
    {
      title: '医生',
      render: (_, row) => (
        <>
          {row.doctorName}{' '}
          <span className="quiet column-department" title={row.departmentName}>
            {row.departmentName}
          </span>
        </>
      ),
    },
    {
      title: '费用',
      render: (_, row) => (
        <span className="num">
          {formatFen(row.feeFen)} <FeeTag status={row.status} feeState={row.feeState} />
        </span>
      ),
    },
    {
      title: '状态',
      render: (_, row) => <StatusTag appointment={row} />,
    },
  ];
}
