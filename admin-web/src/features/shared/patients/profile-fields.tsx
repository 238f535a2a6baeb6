import { Form, Input, Select } from 'antd';
import { careClassWords, optionsOf } from '@/shared/format/labels';

export const phoneRule = { pattern: /^1[3-9]\d{9}$/, message: '请填写 11 位手机号' };

/** What the hospital keeps about a patient beside who they are. */
export function ProfileFields({ keepHint }: { keepHint?: string }) {
  return (
    <>
      <Form.Item name="careClass" label="患者类别">
        <Select options={optionsOf(careClassWords)} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="cardNumber"
        label="就诊卡号"
        rules={[{ pattern: /^[A-Za-z0-9-]{0,32}$/, message: '只能是字母、数字和短横线' }]}
      >
        <Input className="num" maxLength={32} autoComplete="off" />
      </Form.Item>
      <Form.Item name="allergies" label="过敏史">
        <Input.TextArea rows={2} maxLength={500} placeholder="如 青霉素；没有可留空" />
      </Form.Item>
      <Form.Item name="medicalHistory" label="既往病史">
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      <Form.Item name="address" label="住址" extra={keepHint}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item name="contactName" label="联系人" extra={keepHint}>
          <Input maxLength={50} autoComplete="off" style={{ width: 160 }} />
        </Form.Item>
        <Form.Item name="contactPhone" label="联系人手机" rules={[phoneRule]} extra={keepHint}>
          <Input className="num" maxLength={11} autoComplete="off" style={{ width: 200 }} />
        </Form.Item>
      </div>
      <Form.Item name="notes" label="备注">
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
    </>
  );
}
