import { DatePicker, Form } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { clockOf, localDateOf } from '@/shared/format/date';

/** The picker shows the clinic's wall clock, whatever zone the browser is in. */
const toWall = (instant?: string): Dayjs | null =>
  instant ? dayjs(`${localDateOf(instant)}T${clockOf(instant)}`) : null;

const fromWall = (value: Dayjs | null): string | undefined =>
  value ? `${value.format('YYYY-MM-DDTHH:mm')}:00+08:00` : undefined;

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
