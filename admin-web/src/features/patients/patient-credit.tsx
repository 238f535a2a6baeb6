import { App, Button, Form, Input, Modal, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useMay } from '@/features/shared/session';
import type { Answer, Body, OperationName } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { appealStateWords, creditKindWords } from '@/shared/format/clinic-day-labels';
import { formatInstant } from '@/shared/format/date';
import { DataTable } from '@/shared/ui/data-table';

type Credit = Answer<'listPatientCredit'>;
type Event = Credit['events'][number];
const creditReads: OperationName[] = ['listPatientCredit', 'listCreditAppeals'];

export function PatientCredit({ patientId }: { patientId: string }) {
  const may = useMay();
  const credit = useRead('listPatientCredit', { params: { patientId } });
  const [forgiving, setForgiving] = useState<Event | 'manual' | null>(null);
  const mayUpdate = may('credit.update');
  return (
    <div className="stack">
      {credit.data && (
        <Standing
          credit={credit.data}
          {...(mayUpdate ? { onMark: () => setForgiving('manual') } : {})}
        />
      )}
      <DataTable<Event>
        label="信用记录"
        query={credit}
        rows={credit.data?.events}
        rowKey="id"
        columns={eventColumns(mayUpdate ? setForgiving : undefined)}
        empty={{ title: '没有信用记录', hint: '按时就诊，没有爽约。' }}
      />
      {forgiving && (
        <RecordDialog
          patientId={patientId}
          event={forgiving === 'manual' ? null : forgiving}
          onClose={() => setForgiving(null)}
        />
      )}
    </div>
  );
}

function Standing({ credit, onMark }: { credit: Credit; onMark?: () => void }) {
  const { modal } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const lift = useWrite('liftCreditSuspension', {
    refresh: creditReads,
    done: '已恢复预约',
  });
  const askLift = (): void =>
    void modal.confirm({
      title: '恢复这位患者的网上预约',
      content: (
        <Form form={form} layout="vertical" requiredMark={false}>
          <ReasonField />
        </Form>
      ),
      okText: '恢复',
      onOk: async () => {
        const body = await form.validateFields();
        await lift.mutateAsync({ params: { patientId: credit.patientId }, body });
      },
    });
  return (
    <div className="row">
      <span>
        {credit.windowDays} 天内计 <b className="num">{credit.counted}</b> 次，满{' '}
        <span className="num">{credit.limit}</span> 次暂停网上预约。
        {credit.suspendedUntil && (
          <b className="danger-text"> 已暂停到 {formatInstant(credit.suspendedUntil)}</b>
        )}
      </span>
      {onMark && <Button onClick={onMark}>人工记录一次</Button>}
      {onMark && credit.suspendedUntil && <Button onClick={askLift}>提前恢复</Button>}
    </div>
  );
}

function ReasonField() {
  return (
    <Form.Item
      name="reason"
      label="原因"
      rules={[
        { required: true, whitespace: true, message: '请填写原因' },
        { min: 2, message: '至少 2 个字' },
      ]}
    >
      <Input.TextArea rows={2} maxLength={200} />
    </Form.Item>
  );
}

interface RecordProps {
  patientId: string;
  /** The mark that is forgiven; null: a new one is made by hand. */
  event: Event | null;
  onClose: () => void;
}

function RecordDialog({ patientId, event, onClose }: RecordProps) {
  const [form] = Form.useForm<Pick<Body<'recordCreditEvent'>, 'reason'>>();
  const record = useWrite('recordCreditEvent', {
    refresh: creditReads,
    done: event ? '已谅解，这次不再计算' : '已记录',
    onDone: onClose,
  });
  return (
    <Modal
      title={event ? `谅解：${creditKindWords[event.kind]}` : '人工记录一次'}
      open
      okText="确定"
      confirmLoading={record.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={440}
    >
      {event?.visitText && <p>{event.visitText}</p>}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }) =>
          record.mutate({
            params: { patientId },
            body: {
              kind: event ? 'amnesty' : 'manual',
              eventId: event?.id ?? null,
              reason,
            },
          })
        }
      >
        <Form.Item label="常用原因">
          <Select
            aria-label="常用原因"
            placeholder="选一个，或在下面自己写"
            options={(event ? forgivingReasons : markingReasons).map((value) => ({
              value,
              label: value,
            }))}
            onChange={(reason: string) => form.setFieldValue('reason', reason)}
          />
        </Form.Item>
        <ReasonField />
      </Form>
    </Modal>
  );
}

const forgivingReasons = ['患者当天住院', '恶劣天气', '医院叫号有误', '已提前电话告知'];
const markingReasons = ['签到后未候诊离开', '多次电话改约未到'];

function eventColumns(forgive: ((event: Event) => void) | undefined): TableColumnsType<Event> {
  return [
    { title: '时间', className: 'num', render: (_, one) => formatInstant(one.at) },
    { title: '记录', render: (_, one) => creditKindWords[one.kind] },
    { title: '就诊', render: (_, one) => one.visitText || '—' },
    {
      title: '是否计算',
      render: (_, one) => (one.isCounted ? `计算到 ${formatInstant(one.countsUntil)}` : '不再计算'),
    },
    { title: '申诉', render: (_, one) => (one.appeal ? appealStateWords[one.appeal.state] : '—') },
    { title: '说明', render: (_, one) => one.note || '—' },
    ...(forgive
      ? [
          {
            title: '操作',
            render: (_: unknown, one: Event) =>
              one.isCounted && (
                <Button type="link" className="link-button" onClick={() => forgive(one)}>
                  谅解
                </Button>
              ),
          },
        ]
      : []),
  ];
}
