import { Form, Input, Modal, Radio } from 'antd';
import type { Body } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { priorityWords } from '@/shared/format/clinic-day-labels';
import { optionsOf } from '@/shared/format/labels';
import type { Entry } from './queue-desk';
import { queueReads } from './queue-reads';

type Values = Body<'prioritiseQueueEntry'>;

/** Going first is seen by everybody who waits, so it says why and is recorded. */
export function PriorityDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const save = useWrite('prioritiseQueueEntry', {
    refresh: queueReads,
    done: '顺序已更新',
    onDone: onClose,
  });
  return (
    <Modal
      title={`${entry.number} 号 ${entry.patientName} 优先就诊`}
      open
      okText="确定"
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={460}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ priority: entry.priority, reason: entry.priorityReason }}
        onFinish={({ priority, reason }) =>
          save.mutate({ params: { entryId: entry.id }, body: { priority, reason: reason ?? '' } })
        }
      >
        <Form.Item name="priority" label="优先类别">
          <Radio.Group options={optionsOf(priorityWords)} />
        </Form.Item>
        <Form.Item name="reason" label="原因" extra="会记入审计">
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
