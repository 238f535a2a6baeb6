import { Form, Input, InputNumber, Select, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { DayPeriod } from '@suizhen/contract/wire';
import { ServicePicker } from '@/features/shared/pickers';
import { optionsOf, periodWords } from '@/shared/format/labels';
import { readTiming, slotChoices, usualHours, type Timing } from './timing';

const asPicker = (value?: string) => ({ value: value ? dayjs(`2000-01-01T${value}`) : null });
const asTime = (value: Dayjs | null): string | undefined => value?.format('HH:mm');

/** When, how long each slot, how many places, at what fee, where. */
export function TimingFields() {
  const form = Form.useFormInstance<Timing>();
  return (
    <>
      <Form.Item name="period" label="班次" rules={[{ required: true }]}>
        <Select
          options={optionsOf(periodWords)}
          style={{ width: 140 }}
          onChange={(period: DayPeriod) => form.setFieldsValue(usualHours[period])}
        />
      </Form.Item>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Form.Item
          name="startTime"
          label="开始"
          getValueProps={asPicker}
          getValueFromEvent={asTime}
          rules={[{ required: true, message: '请选择开始时间' }]}
        >
          <TimePicker format="HH:mm" minuteStep={5} allowClear={false} needConfirm={false} />
        </Form.Item>
        <Form.Item
          name="endTime"
          label="结束"
          getValueProps={asPicker}
          getValueFromEvent={asTime}
          dependencies={['startTime', 'slotMinutes']}
          rules={[
            { required: true, message: '请选择结束时间' },
            ({ getFieldsValue }) => ({
              validator: async () => {
                const read = readTiming(getFieldsValue() as Partial<Timing>);
                if (read && 'problem' in read) throw new Error(read.problem);
              },
            }),
          ]}
        >
          <TimePicker format="HH:mm" minuteStep={5} allowClear={false} needConfirm={false} />
        </Form.Item>
        <Form.Item name="slotMinutes" label="每个时段" rules={[{ required: true }]}>
          <Select
            style={{ width: 120 }}
            options={slotChoices.map((value) => ({ value, label: `${value} 分钟` }))}
          />
        </Form.Item>
      </div>
      <CapacityFields />
      <TimingSum />
      <Form.Item
        name="serviceId"
        label="挂号服务"
        rules={[{ required: true, message: '请选择挂号服务' }]}
      >
        <ServicePicker />
      </Form.Item>
      <Form.Item name="room" label="诊室">
        <Input maxLength={40} placeholder="如 3 楼 305 诊室" />
      </Form.Item>
    </>
  );
}

const capacityFields = [
  ['shared', '各渠道共用'],
  ['wechat', '微信专用'],
  ['phone', '电话专用'],
  ['desk', '窗口专用'],
] as const;

/** Places of each slot by channel; shared ones go to whoever comes first. */
export function CapacityFields() {
  return (
    <fieldset className="plain-fieldset">
      <legend>每个时段的号数</legend>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        {capacityFields.map(([name, label]) => (
          <Form.Item
            key={name}
            name={['capacity', name]}
            label={label}
            rules={[{ required: true, message: '请填写' }]}
            style={{ marginBottom: 8 }}
          >
            <InputNumber<number> min={0} max={100} precision={0} style={{ width: 96 }} />
          </Form.Item>
        ))}
      </div>
    </fieldset>
  );
}

function TimingSum() {
  const form = Form.useFormInstance<Timing>();
  const timing = Form.useWatch([], form) as Partial<Timing> | undefined;
  const read = timing && readTiming(timing);
  if (!read || 'problem' in read) return null;
  return (
    <p className="quiet num" aria-live="polite">
      共 {read.slots} 个时段，{read.places} 个号
    </p>
  );
}
