import { useNavigate } from '@tanstack/react-router';
import { Alert, Form, Input, Modal, Select, Table } from 'antd';
import type { Answer, Body } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { suspensionReasonWords } from '@/shared/format/clinic-day-labels';
import { formatDay } from '@/shared/format/date';
import { optionsOf, periodWords } from '@/shared/format/labels';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { suspensionReads } from './reads';

type Clinic = Answer<'previewSuspension'>['items'][number];
type Values = Pick<Body<'createSuspension'>, 'reason' | 'note'>;

interface Props {
  rosterIds: string[];
  onClose: () => void;
}

/** 停诊: who is affected, said before anything happens; then the reason, then it is done at once. */
export function SuspendDialog({ rosterIds, onClose }: Props) {
  const [form] = Form.useForm<Values>();
  const navigate = useNavigate();
  const preview = useRead('previewSuspension', { body: { rosterIds } }, { staleTime: 0 });
  const create = useWrite('createSuspension', {
    refresh: suspensionReads,
    done: '已停诊，正在逐个通知患者',
    onDone: ({ id }) => {
      onClose();
      void navigate({ to: '/suspensions/$suspensionId', params: { suspensionId: id } });
    },
  });
  const clinics = preview.data?.items;
  return (
    <Modal
      title={`停诊 ${rosterIds.length} 个班`}
      open
      okText="确认停诊并通知患者"
      cancelText="先不停诊"
      okButtonProps={{ danger: true, disabled: clinics === undefined }}
      confirmLoading={create.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={640}
    >
      <div className="stack">
        {preview.error ? (
          <ListError error={preview.error} onRetry={() => void preview.refetch()} />
        ) : clinics === undefined ? (
          <ListLoading rows={3} />
        ) : (
          <Affected clinics={clinics} />
        )}
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ reason, note }) =>
            create.mutate({ body: { rosterIds, reason, note: note ?? '' } })
          }
        >
          <Form.Item
            name="reason"
            label="停诊原因"
            rules={[{ required: true, message: '请选择停诊原因' }]}
          >
            <Select options={optionsOf(suspensionReasonWords)} placeholder="请选择停诊原因" />
          </Form.Item>
          <Form.Item name="note" label="内部说明" extra="患者看不到这段话">
            <Input.TextArea rows={2} maxLength={200} />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  );
}

function Affected({ clinics }: { clinics: Clinic[] }) {
  const sum = (pick: (one: Clinic) => number): number =>
    clinics.reduce((total, one) => total + pick(one), 0);
  const booked = sum((one) => one.booked);
  const held = sum((one) => one.held);
  const waiting = sum((one) => one.waiting);
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={
          booked > 0
            ? `${booked} 位已预约的患者会收到通知，可以改约或退号退费`
            : '还没有患者预约，停诊后不能再约'
        }
        description={[
          held > 0 && `正在支付的 ${held} 个号会释放并自动退款。`,
          waiting > 0 && `${waiting} 个候补会结束。`,
          '患者的信用不受影响。',
        ]
          .filter(Boolean)
          .join('')}
      />
      <Table<Clinic>
        size="small"
        aria-label="受影响的班次"
        pagination={false}
        rowKey="rosterId"
        dataSource={clinics}
        columns={[
          {
            title: '班次',
            render: (_, one) => `${formatDay(one.date)} ${periodWords[one.period]}`,
          },
          { title: '医生', render: (_, one) => `${one.doctorName} ${one.departmentName}` },
          { title: '已预约', dataIndex: 'booked', align: 'right', className: 'num' },
          { title: '支付中', dataIndex: 'held', align: 'right', className: 'num' },
          { title: '候补', dataIndex: 'waiting', align: 'right', className: 'num' },
        ]}
      />
    </>
  );
}
