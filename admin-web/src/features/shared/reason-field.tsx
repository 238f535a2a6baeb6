import { Form, Input } from 'antd';

interface Props {
  name?: string;
  label?: string;
  placeholder?: string;
  max?: number;
  extra?: string;
}

/** Why somebody does it, in at least two characters. */
export function ReasonField({ name = 'reason', label = '原因', max = 200, ...rest }: Props) {
  return (
    <Form.Item
      name={name}
      label={label}
      extra={rest.extra}
      rules={[
        { required: true, whitespace: true, message: `请填写${label}` },
        { min: 2, message: '至少 2 个字' },
      ]}
    >
      <Input.TextArea rows={3} maxLength={max} placeholder={rest.placeholder} />
    </Form.Item>
  );
}
