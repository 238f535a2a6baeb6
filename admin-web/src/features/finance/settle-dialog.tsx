import { Form, Input, Modal, Radio } from 'antd';
import type { Body } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { actionWords, differenceWords } from '@/shared/format/clinic-day-labels';
import type { Row } from './day-view';

type Values = Body<'settleReconciliationRow'>;

/** The advised way comes first; whatever moves money goes through the ordinary payment. */
export function SettleDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const settle = useWrite('settleReconciliationRow', {
    refresh: ['getReconciliation', 'listReconciliations', 'listPatientPayments'],
    done: (answer) => answer.result || '已处理',
    onDone: onClose,
  });
  return (
    <Modal
      title={`处理差异：${differenceWords[row.difference]}`}
      open
      okText="确定"
      confirmLoading={settle.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={480}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ action: row.actions[0] }}
        onFinish={(body) => settle.mutate({ params: { rowId: row.id }, body })}
      >
        <Form.Item
          name="action"
          label="怎么处理"
          rules={[{ required: true, message: '请选择处理办法' }]}
        >
          <Radio.Group
            options={row.actions.map((value, index) => ({
              value,
              label: index === 0 ? `${actionWords[value]}（建议）` : actionWords[value],
            }))}
          />
        </Form.Item>
        <Form.Item
          name="note"
          label="说明"
          rules={[
            { required: true, whitespace: true, message: '请填写说明' },
            { min: 2, message: '至少 2 个字' },
          ]}
        >
          <Input.TextArea rows={3} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
