import { Form, Input, Modal, Select } from 'antd';
import type { Body } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { periodWords } from '@/shared/format/labels';
import type { Entry, Queue } from './queue-desk';
import { queueReads } from './queue-reads';

type Values = Body<'transferQueueEntry'>;

interface Props {
  queue: Queue;
  entry: Entry;
  onClose: () => void;
}

/** To a colleague of the same department and day; the time of arrival goes along. */
export function TransferDialog({ queue, entry, onClose }: Props) {
  const [form] = Form.useForm<Values>();
  const others = useRead('listQueues', {
    query: { date: queue.date, departmentId: queue.departmentId },
  });
  const save = useWrite('transferQueueEntry', {
    refresh: queueReads,
    done: '已转到新的诊室',
    onDone: onClose,
  });
  const options = (others.data?.items ?? [])
    .filter((one) => one.rosterId !== queue.rosterId && !one.isSuspended)
    .map((one) => ({
      value: one.rosterId,
      label: `${one.doctorName} ${periodWords[one.period]} ${one.room}，候诊 ${one.waiting}`,
    }));
  return (
    <Modal
      title={`${entry.number} 号 ${entry.patientName} 转诊室`}
      open
      okText="转过去"
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={460}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => save.mutate({ params: { entryId: entry.id }, body })}
      >
        <Form.Item name="rosterId" label="转到" rules={[{ required: true, message: '请选择诊室' }]}>
          <Select
            loading={others.isPending}
            options={options}
            placeholder="请选择诊室"
            notFoundContent="同科室当天没有其他诊室"
          />
        </Form.Item>
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
      </Form>
    </Modal>
  );
}
