import { DatePicker, Form } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useBranch } from '@/features/shared/branch';
import { DepartmentPicker } from '@/features/shared/pickers';
import type { Answer } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { addDays, formatDay, mondayOf } from '@/shared/format/date';
import { BulkDialog } from './bulk-dialog';

interface Props {
  monday: string;
  departmentId: string | undefined;
  onClose: () => void;
  /** To look at the week that was filled. */
  onShow: (monday: string) => void;
}

interface Values {
  toMonday: string;
  departmentId?: string;
}

export function CopyWeekDialog({ monday, departmentId, onClose, onShow }: Props) {
  const { branchId } = useBranch();
  const [form] = Form.useForm<Values>();
  const [done, setDone] = useState<{ to: string; result: Answer<'copyRosterWeek'> }>();
  const copy = useWrite('copyRosterWeek', {
    refresh: ['listRosters'],
    onDone: (result, request) => setDone({ to: request.body.toMonday, result }),
  });
  const submit = ({ toMonday, departmentId: department }: Values): void =>
    copy.mutate({
      body: {
        fromMonday: monday,
        toMonday,
        ...(branchId ? { branchId } : {}),
        ...(department ? { departmentId: department } : {}),
      },
    });
  return (
    <BulkDialog
      title="复制一周排班"
      onClose={onClose}
      result={done?.result}
      run={{ label: '复制', onPress: () => form.submit(), isRunning: copy.isPending }}
      then={{ label: '查看那一周', onPress: () => done && onShow(done.to) }}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ toMonday: addDays(monday, 7), departmentId }}
        onFinish={submit}
      >
        <p>从 {formatDay(monday)} 这一周复制。目标周里已有的班保留不动，冲突的会列出原因。</p>
        <Form.Item
          name="toMonday"
          label="复制到"
          getValueProps={(value: string) => ({ value: dayjs(value) })}
          getValueFromEvent={(value: Dayjs) => mondayOf(value.format('YYYY-MM-DD'))}
          rules={[
            {
              validator: async (_, value: string) => {
                if (value === monday) throw new Error('请选择另一周');
              },
            },
          ]}
        >
          <DatePicker
            picker="week"
            allowClear={false}
            format={(day) => `${formatDay(mondayOf(day.format('YYYY-MM-DD')))} 起`}
            style={{ width: 220 }}
          />
        </Form.Item>
        <Form.Item name="departmentId" label="只复制一个科室">
          <DepartmentPicker width={260} />
        </Form.Item>
      </Form>
    </BulkDialog>
  );
}
