import { Alert, Form, Input, Modal, Select } from 'antd';
import type { Body } from '@/shared/api/client';
import { cancelReasonWords, optionsOf } from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';

export type CancelBody = Body<'cancelAppointment'>;

/** A refused number ends a visit by itself; nobody chooses that by hand. */
const reasonOptions = optionsOf(cancelReasonWords).filter(
  ({ value }) => value !== 'number-refused',
);

interface Props {
  open: boolean;
  title: string;
  /** What will happen to the money, said before anyone presses. */
  consequence: string;
  isBusy: boolean;
  onClose: () => void;
  onConfirm: (body: CancelBody) => void;
}

export function CancelDialog({ open, title, consequence, isBusy, onClose, onConfirm }: Props) {
  const [form] = Form.useForm<CancelBody>();
  return (
    <Modal
      title={title}
      open={open}
      okText="确认取消预约"
      cancelText="先不取消"
      okButtonProps={{ danger: true }}
      confirmLoading={isBusy}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
      width={460}
    >
      <Alert type="warning" showIcon title={consequence} className="form-alert" />
      <Form<CancelBody> form={form} layout="vertical" requiredMark={false} onFinish={onConfirm}>
        <Form.Item
          name="reason"
          label="取消原因"
          rules={[{ required: true, message: '请选择取消原因' }]}
        >
          <Select options={reasonOptions} placeholder="请选择取消原因" />
        </Form.Item>
        <Form.Item name="note" label="补充说明">
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface Payable {
  feeFen: number;
  payment: { method: string; amountFen: number; paidAt: string | null } | null;
}

/** Whether and how the money comes back. */
export function refundSentence(appointment: Payable): string {
  const { payment } = appointment;
  if (!payment?.paidAt) return '号源会立即放回。患者没有支付，不涉及退款。';
  const amount = formatFen(payment.amountFen);
  return payment.method.startsWith('wechat')
    ? `号源会立即放回。已付的 ${amount} 将原路退回患者的微信。`
    : `号源会立即放回。已付的 ${amount} 将登记退款，请当面退还患者。`;
}
