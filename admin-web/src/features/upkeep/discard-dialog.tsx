import { Alert, Form, Input, Modal } from 'antd';
import { useWrite } from '@/shared/api/hooks';
import { useRefusals } from '@/shared/ui/use-refusals';
import type { Letter } from './letter-drawer';

interface Props {
  letter: Letter;
  onClose: () => void;
  onDone: () => void;
}

export function DiscardDialog({ letter, onClose, onDone }: Props) {
  const { form, refuse } = useRefusals<{ reason: string }>();
  const discard = useWrite('discardDeadLetter', {
    ownsErrors: true,
    refresh: ['listDeadLetters'],
    done: '已放弃',
    onDone,
  });
  return (
    <Modal
      title={`放弃“${letter.name}”`}
      open
      okText="放弃"
      okButtonProps={{ danger: true }}
      cancelText="先不放弃"
      confirmLoading={discard.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={460}
    >
      <Alert
        type="warning"
        showIcon
        className="form-alert"
        title="放弃后系统不再发送，也不能恢复。需要时请另行通知患者。"
      />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) =>
          discard.mutate(
            { params: { kind: letter.kind, deadLetterId: letter.id }, body },
            { onError: refuse },
          )
        }
      >
        <Form.Item
          name="reason"
          label="原因"
          rules={[
            { required: true, message: '请填写原因' },
            { min: 2, message: '至少 2 个字' },
          ]}
        >
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
