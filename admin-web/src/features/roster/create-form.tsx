import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input } from 'antd';
import { useCallback, useEffect } from 'react';
import { call, type Item } from '@/shared/api/client';
import { formatDay } from '@/shared/format/date';
import { useBatch } from '@/shared/hooks/use-batch';
import { BatchProgress } from '@/shared/ui/batch-progress';
import { ReleaseField } from './release-field';
import { TimingFields } from './timing-fields';
import { usualTiming, type RosterBody } from './timing';

export type Doctor = Item<'listDoctorsForStaff'>;

export interface Target {
  doctor: Doctor;
  date: string;
}

type Values = Omit<RosterBody, 'doctorId' | 'date'>;

interface Props {
  targets: Target[];
  /** The period a day still lacks. */
  period: Values['period'];
  onDone: () => void;
}

const labelOf = ({ doctor, date }: Target): string => `${doctor.name} ${formatDay(date)}`;

/** Makes one clinic, or the same clinic for every ticked cell, and says which were refused and why. */
export function CreateForm({ targets, period, onDone }: Props) {
  const [form] = Form.useForm<Values>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { state, run } = useBatch<Target>(useCallback(labelOf, []));
  const serviceId = targets[0]?.doctor.defaultServiceId ?? undefined;
  useEffect(() => {
    form.setFieldsValue({ ...usualTiming(period), ...(serviceId ? { serviceId } : {}) });
  }, [form, period, serviceId]);
  const submit = async (values: Values): Promise<void> => {
    const failures = await run(targets, ({ doctor, date }) =>
      call('createRoster', { body: { ...values, doctorId: doctor.id, date } }),
    );
    await client.invalidateQueries({ queryKey: ['listRosters'] });
    if (failures.length > 0) return;
    void message.success(targets.length > 1 ? `已新增 ${targets.length} 个班` : '已新增');
    onDone();
  };
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark="optional"
      onFinish={(values) => void submit(values)}
    >
      {targets.length > 1 && (
        <Alert
          type="info"
          className="form-alert"
          title={`将为所选的 ${targets.length} 格各排一个班`}
          description={`${targets.slice(0, 6).map(labelOf).join('、')}${targets.length > 6 ? ' 等' : ''}`}
        />
      )}
      <TimingFields />
      <ReleaseField hint="留空则按设置里的放号规则。放号前窗口和电话仍可预约。" />
      <Form.Item name="note" label="备注">
        <Input maxLength={200} />
      </Form.Item>
      {state.failures.length > 0 && targets.length === 1 ? (
        <Alert
          type="error"
          role="alert"
          className="form-alert"
          title={state.failures[0]?.reason ?? ''}
        />
      ) : (
        targets.length > 1 && <BatchProgress state={state} />
      )}
      <Button type="primary" htmlType="submit" loading={state.isRunning}>
        保存
      </Button>
    </Form>
  );
}
