import { Form, Switch } from 'antd';
import { ToneTag } from './tone-tag';

/** Things are switched off, not erased: what was booked or written under them must stay readable. */
export function ActiveField({ hint }: { hint: string }) {
  return (
    <Form.Item name="isActive" valuePropName="checked" extra={hint}>
      <Switch aria-label="启用" checkedChildren="启用" unCheckedChildren="停用" />
    </Form.Item>
  );
}

export function ActiveTag({ isActive }: { isActive: boolean }) {
  return <ToneTag tone={isActive ? 'good' : 'plain'}>{isActive ? '启用' : '停用'}</ToneTag>;
}
