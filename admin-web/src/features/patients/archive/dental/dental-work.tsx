import { Button, DatePicker, Form, Input, Select, Table, Timeline } from 'antd';
import type { TableColumnsType } from 'antd';
import type { Dayjs } from 'dayjs';
import { useMemo, useState } from 'react';
import type { DentalWorkState } from '@suizhen/contract/wire';
import { AskDialog } from '@/features/shared/ask-dialog';
import { useMay, useClinicToday } from '@/features/shared/session';
import { useWrite } from '@/shared/api/hooks';
import { formatDay, formatInstant } from '@/shared/format/date';
import { dentalWorkTones, dentalWorkWords } from '@/shared/format/records-labels';
import { FormDrawer } from '@/shared/ui/form-drawer';
import { ListEmpty } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import { useRefusals } from '@/shared/ui/use-refusals';
import type { DentalProps, DentalRecord } from './dental-part';
import { dentalReads } from './reads';
import { teeth } from './teeth';

type WorkOrder = DentalRecord['workOrders'][number];

/** Where an order may go from where it is; the server decides again. */
const nextStates: Record<DentalWorkState, DentalWorkState[]> = {
  ordered: ['in-lab', 'cancelled'],
  'in-lab': ['returned', 'cancelled'],
  returned: ['fitted', 'remake'],
  remake: ['in-lab', 'cancelled'],
  fitted: [],
  cancelled: [],
};

const moveWords: Record<DentalWorkState, string> = {
  ordered: '下单',
  'in-lab': '送加工',
  returned: '收回',
  fitted: '戴牙完成',
  remake: '返工',
  cancelled: '取消',
};

interface Move {
  order: WorkOrder;
  state: DentalWorkState;
}

/** 加工单: to the laboratory and back. */
export function DentalWork({ patientId, mayAdd, record }: DentalProps) {
  const may = useMay();
  const today = useClinicToday();
  const [isOrdering, setOrdering] = useState(false);
  const [move, setMove] = useState<Move | null>(null);
  const mayMove = may('archive.update');
  const columns = useMemo(
    () => workColumns(today, mayMove ? setMove : undefined),
    [today, mayMove],
  );
  return (
    <section className="card table-card" aria-label="加工单">
      <div className="dental-head">
        <h2 className="section-title">加工单</h2>
        {mayAdd && <Button onClick={() => setOrdering(true)}>新增加工单</Button>}
      </div>
      <Table<WorkOrder>
        size="small"
        aria-label="加工单"
        rowKey="id"
        pagination={false}
        dataSource={record.workOrders}
        columns={columns}
        expandable={{
          columnTitle: <span className="visually-hidden">经过</span>,
          expandedRowRender: (order) => <Steps order={order} />,
        }}
        locale={{ emptyText: <ListEmpty title="没有加工单" /> }}
      />
      <OrderDrawer patientId={patientId} open={isOrdering} onClose={() => setOrdering(false)} />
      {move && <MoveDialog move={move} onClose={() => setMove(null)} />}
    </section>
  );
}

function workColumns(
  today: string,
  ask: ((move: Move) => void) | undefined,
): TableColumnsType<WorkOrder> {
  return [
    { title: '单号', className: 'num', dataIndex: 'orderNo' },
    { title: '内容', dataIndex: 'item' },
    { title: '牙位', className: 'num', render: (_, order) => order.teeth.join('、') },
    {
      title: '加工厂',
      render: (_, order) => `${order.laboratory}${order.shade ? `，色号 ${order.shade}` : ''}`,
    },
    {
      title: '取件',
      className: 'num',
      render: (_, order) => {
        const isOpen = nextStates[order.state].length > 0 && order.state !== 'returned';
        const isLate = isOpen && order.dueOn !== null && order.dueOn < today;
        return (
          <span className={isLate ? 'danger-text' : undefined}>
            {formatDay(order.dueOn)}
            {isLate && ' 已超期'}
          </span>
        );
      },
    },
    {
      title: '状态',
      render: (_, order) => (
        <ToneTag tone={dentalWorkTones[order.state]}>{dentalWorkWords[order.state]}</ToneTag>
      ),
    },
    ...(ask
      ? [
          {
            title: '操作',
            render: (_: unknown, order: WorkOrder) => (
              <span className="row" style={{ gap: 12, flexWrap: 'nowrap' }}>
                {nextStates[order.state].map((state) => (
                  <Button
                    key={state}
                    type="link"
                    danger={state === 'cancelled'}
                    className="link-button"
                    aria-label={`${order.orderNo} ${moveWords[state]}`}
                    onClick={() => ask({ order, state })}
                  >
                    {moveWords[state]}
                  </Button>
                ))}
              </span>
            ),
          },
        ]
      : []),
  ];
}

function Steps({ order }: { order: WorkOrder }) {
  return (
    <Timeline
      items={order.steps.map((step) => ({
        key: `${step.state} ${step.at}`,
        content: (
          <>
            {dentalWorkWords[step.state]} {step.by}{' '}
            <span className="quiet num">{formatInstant(step.at)}</span>
            {step.note && <div>{step.note}</div>}
          </>
        ),
      }))}
    />
  );
}

function MoveDialog({ move: { order, state }, onClose }: { move: Move; onClose: () => void }) {
  const move = useWrite('moveDentalWorkOrder', {
    ownsErrors: true,
    refresh: dentalReads,
    done: `已更新为“${dentalWorkWords[state]}”`,
    onDone: onClose,
  });
  const isCancelled = state === 'cancelled';
  return (
    <AskDialog<{ note?: string }>
      title={`${moveWords[state]} ${order.orderNo} ${order.item}`}
      okText={moveWords[state]}
      isDanger={isCancelled}
      isBusy={move.isPending}
      {...(isCancelled
        ? { consequence: '取消后不能恢复，需要时请新增加工单，并通知加工厂。' }
        : {})}
      onClose={onClose}
      onAnswer={({ note }, refusable) =>
        move.mutate(
          {
            params: { workOrderId: order.id },
            body: { state, note: note ?? '', version: order.version },
          },
          refusable,
        )
      }
    >
      <Form.Item name="note" label="备注（可不填）">
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </AskDialog>
  );
}

interface OrderValues {
  item: string;
  teeth: string[];
  laboratory: string;
  shade?: string;
  dueOn?: Dayjs | null;
  note?: string;
}

const toothOptions = Object.values(teeth)
  .flatMap(({ upper, lower }) => [...upper, ...lower])
  .map((value) => ({ value, label: value }));

function OrderDrawer(props: { patientId: string; open: boolean; onClose: () => void }) {
  const { form, refuse } = useRefusals<OrderValues>();
  const create = useWrite('createDentalWorkOrder', {
    ownsErrors: true,
    refresh: dentalReads,
    done: '已下单',
    onDone: props.onClose,
  });
  return (
    <FormDrawer<OrderValues>
      title="新增加工单"
      open={props.open}
      onClose={props.onClose}
      form={form}
      initial={{}}
      submitText="下单"
      isSaving={create.isPending}
      onSubmit={({ item, laboratory, shade, dueOn, note, ...rest }) =>
        create.mutate(
          {
            params: { patientId: props.patientId },
            body: {
              item,
              teeth: rest.teeth,
              laboratory,
              shade: shade ?? '',
              dueOn: dueOn?.format('YYYY-MM-DD') ?? null,
              note: note ?? '',
            },
          },
          { onError: refuse },
        )
      }
    >
      <Form.Item
        name="item"
        label="加工内容"
        rules={[{ required: true, whitespace: true, message: '请填写加工内容' }]}
      >
        <Input maxLength={60} placeholder="例如：氧化锆全瓷冠" autoComplete="off" />
      </Form.Item>
      <Form.Item name="teeth" label="牙位" rules={[{ required: true, message: '请选择牙位' }]}>
        <Select mode="multiple" placeholder="可以输入牙位查找" options={toothOptions} />
      </Form.Item>
      <Form.Item
        name="laboratory"
        label="加工厂"
        rules={[{ required: true, whitespace: true, message: '请填写加工厂' }]}
      >
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="shade" label="色号">
        <Input maxLength={10} placeholder="例如：A2" style={{ width: 120 }} autoComplete="off" />
      </Form.Item>
      <Form.Item name="dueOn" label="取件日期">
        <DatePicker />
      </Form.Item>
      <Form.Item name="note" label="备注">
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </FormDrawer>
  );
}
