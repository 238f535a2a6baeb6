import { Alert, App, Button, DatePicker, Form, Input, Table } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useClinicToday } from '@/features/shared/session';
import type { Answer } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { formatDay, formatInstant } from '@/shared/format/date';
import { deskMethodWords } from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { useFilters } from '@/shared/hooks/use-filters';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';
import { YuanInput } from '@/shared/ui/yuan-input';

type Day = Answer<'getCashierDay'>;
type Line = Day['lines'][number];

/** 日结: what this drawer should hold, what was counted, and the difference said out loud. */
export function CashierView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<'date'>();
  const today = useClinicToday();
  const date = filters.date ?? today;
  const day = useRead('getCashierDay', { params: { date } });
  return (
    <Page
      title="我的日结"
      note={formatDay(date)}
      filters={
        <>
          {views}
          <DatePicker
            aria-label="日期"
            allowClear={false}
            value={dayjs(date)}
            maxDate={dayjs(today)}
            onChange={(next) => setFilters({ date: next?.format('YYYY-MM-DD') })}
          />
        </>
      }
    >
      {day.error && !day.data ? (
        <ListError error={day.error} onRetry={() => void day.refetch()} />
      ) : day.data ? (
        <DrawerView key={date} day={day.data} />
      ) : (
        <ListLoading />
      )}
    </Page>
  );
}

function DrawerView({ day }: { day: Day }) {
  return (
    <div className="stack">
      <div className="card table-card">
        <Table<Line>
          size="middle"
          aria-label="收退费"
          rowKey="method"
          pagination={false}
          dataSource={day.lines}
          columns={[
            { title: '方式', render: (_, line) => deskMethodWords[line.method] },
            { title: '收费笔数', dataIndex: 'payments', align: 'right', className: 'num' },
            {
              title: '收费',
              align: 'right',
              className: 'num',
              render: (_, line) => formatFen(line.paidFen),
            },
            { title: '退费笔数', dataIndex: 'refunds', align: 'right', className: 'num' },
            {
              title: '退费',
              align: 'right',
              className: 'num',
              render: (_, line) => formatFen(line.refundedFen),
            },
          ]}
        />
      </div>
      <section className="card" aria-label="现金">
        <p>
          应有现金 <b className="num big-money">{formatFen(day.expectedCashFen)}</b>
        </p>
        {day.isClosed ? <Closed day={day} /> : <CloseForm day={day} />}
      </section>
    </div>
  );
}

function Closed({ day }: { day: Day }) {
  const difference = day.differenceFen ?? 0;
  return (
    <Alert
      type={difference === 0 ? 'success' : 'warning'}
      showIcon
      title={`已于 ${formatInstant(day.closedAt)} 日结，清点 ${formatFen(day.countedCashFen ?? 0)}，${differenceSentence(difference)}`}
      description={day.note || undefined}
    />
  );
}

function differenceSentence(fen: number): string {
  if (fen === 0) return '与应有一致。';
  return fen > 0 ? `多 ${formatFen(fen)}。` : `少 ${formatFen(-fen)}。`;
}

function CloseForm({ day }: { day: Day }) {
  const { modal } = App.useApp();
  const close = useWrite('closeCashierDay', {
    refresh: ['getCashierDay', 'listCashierDays'],
    done: '已日结',
  });
  const ask = ({ counted, note }: { counted: number; note?: string }): void =>
    void modal.confirm({
      title: `日结 ${formatDay(day.date)}`,
      content: `清点 ${formatFen(counted)}，${differenceSentence(counted - day.expectedCashFen)}日结后当天不能再收费。`,
      okText: '日结',
      onOk: () =>
        close.mutateAsync({
          params: { date: day.date },
          body: { countedCashFen: counted, note: note ?? '' },
        }),
    });
  return (
    <Form layout="vertical" requiredMark={false} onFinish={ask} style={{ maxWidth: 420 }}>
      <Form.Item
        name="counted"
        label="清点到的现金"
        rules={[{ required: true, message: '请清点后填写' }]}
      >
        <YuanInput />
      </Form.Item>
      <Form.Item name="note" label="说明">
        <Input.TextArea rows={2} maxLength={300} placeholder="有差额时请写明原因" />
      </Form.Item>
      <Button type="primary" htmlType="submit" data-main loading={close.isPending}>
        日结
      </Button>
    </Form>
  );
}
