import { DatePicker, Form } from 'antd';
import { fromWall, toWall } from '@/shared/format/wall-clock';

export function ReleaseField({ hint }: { hint: string }) {
  return (
    <Form.Item
      name="releaseAt"
      label="放号时间"
      extra={hint}
      getValueProps={(value?: string) => ({ value: toWall(value) })}
      getValueFromEvent={fromWall}
    >
      <DatePicker
        showTime={{ format: 'HH:mm', minuteStep: 5 }}
        format="YYYY-MM-DD HH:mm"
        placeholder="按放号规则"
        style={{ width: 220 }}
      />
    </Form.Item>
  );
}
