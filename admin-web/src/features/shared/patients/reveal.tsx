import { EyeOutlined } from '@ant-design/icons';
import { Alert, Button, Checkbox, Form, Input, Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import { messageOf } from '@/shared/api/api-error';
import type { Answer, Body } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';

export type RevealField = Body<'revealPatientFields'>['fields'][number];
export type Revealed = Answer<'revealPatientFields'>;

const revealWords: Record<RevealField, string> = {
  phone: '手机号',
  identityNumber: '证件号码',
  address: '住址',
  contactName: '联系人',
  contactPhone: '联系人手机',
};

const usualReasons = ['核对患者身份', '电话联系患者', '办理退费', '协助补办就诊卡'];
const CLEAR_SECONDS = 60;

/** What was revealed, for a minute; then the screen goes back to masks by itself. */
export function useRevealed(): { shown: Revealed; show: (values: Revealed) => void } {
  const [shown, setShown] = useState<Revealed>({});
  useEffect(() => {
    if (Object.keys(shown).length === 0) return;
    const timer = setTimeout(() => setShown({}), CLEAR_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [shown]);
  return { shown, show: (values) => setShown((before) => ({ ...before, ...values })) };
}

interface ValueProps {
  field: RevealField;
  masked: string;
  shown: Revealed;
  mayReveal: boolean;
  onAsk: (field: RevealField) => void;
}

/** A masked value with the way to see it. */
export function MaskedValue({ field, masked, shown, mayReveal, onAsk }: ValueProps) {
  const clear = shown[field];
  if (clear !== undefined) return <b className="num">{clear || '未填写'}</b>;
  if (!masked) return <span className="quiet">未填写</span>;
  return (
    <span className="nowrap">
      <span className="num">{masked}</span>
      {mayReveal && (
        <Button
          type="text"
          size="small"
          aria-label={`查看${revealWords[field]}`}
          icon={<EyeOutlined />}
          onClick={() => onAsk(field)}
        />
      )}
    </span>
  );
}

interface DialogProps {
  patientId: string;
  /** The field asked for first; null: closed. */
  asked: RevealField | null;
  onClose: () => void;
  onRevealed: (values: Revealed) => void;
}

export function RevealDialog({ patientId, asked, onClose, onRevealed }: DialogProps) {
  return (
    <Modal
      title="查看完整信息"
      open={asked !== null}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
      width={460}
    >
      {asked !== null && (
        <RevealForm
          patientId={patientId}
          asked={asked}
          onClose={onClose}
          onRevealed={(values) => {
            onRevealed(values);
            onClose();
          }}
        />
      )}
    </Modal>
  );
}

interface Values {
  fields: RevealField[];
  reason: string;
}

function RevealForm(props: Omit<DialogProps, 'asked'> & { asked: RevealField }) {
  const [form] = Form.useForm<Values>();
  const reveal = useWrite('revealPatientFields', {
    ownsErrors: true,
    refresh: ['listPatientRecordViews'],
    onDone: props.onRevealed,
  });
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ fields: [props.asked] }}
      onFinish={(body) => reveal.mutate({ params: { patientId: props.patientId }, body })}
    >
      <Alert
        type="info"
        showIcon
        title="您的姓名、时间和原因会被记录，患者本人可以看到。"
        className="form-alert"
      />
      {reveal.error && (
        <Alert type="error" title={messageOf(reveal.error)} className="form-alert" />
      )}
      <Form.Item
        name="fields"
        label="要查看的项目"
        rules={[
          {
            // Not `required`: it would put aria-required on a group, where it means nothing.
            validator: async (_, fields?: RevealField[]) => {
              if (!fields?.length) throw new Error('请选择要查看的项目');
            },
          },
        ]}
      >
        <Checkbox.Group
          options={Object.entries(revealWords).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item label="常用原因">
        <Select
          aria-label="常用原因"
          placeholder="选一个，或在下面自己写"
          options={usualReasons.map((value) => ({ value, label: value }))}
          onChange={(reason: string) => form.setFieldValue('reason', reason)}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label="查看原因"
        rules={[
          { required: true, whitespace: true, message: '请填写查看原因' },
          { min: 4, message: '请写清楚些，至少 4 个字' },
        ]}
      >
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={props.onClose}>取消</Button>
        <Button type="primary" htmlType="submit" loading={reveal.isPending}>
          查看
        </Button>
      </div>
    </Form>
  );
}
