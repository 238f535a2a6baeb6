import { DatePicker, Form } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useBranch } from '@/features/shared/branch';
import { DepartmentPicker } from '@/features/shared/pickers';
import type { Answer } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { addDays } from '@/shared/format/date';
import { BulkDialog } from './bulk-dialog';

interface Props {
  from: string;
  departmentId: string | undefined;
  onClose: () => void;
}

interface Values {
  span: [string, string];
  departmentId?: string;
}

/** Fills a span of days from the weekly templates. */
export function ApplyDialog({ from, departmentId, onClose }: Props) {
  const { branchId } = useBranch();
  const [form] = Form.useForm<Values>();
  const [result, setResult] = useState<Answer<'applyRosterTemplates'>>();
  const apply = useWrite('applyRosterTemplates', {
    refresh: ['listRosters'],
    onDone: setResult,
  });
  const submit = ({ span, departmentId: department }: Values): void =>
    apply.mutate({
      body: {
        from: span[0],
        to: span[1],
        ...(branchId ? { branchId } : {}),
        ...(department ? { departmentId: department } : {}),
      },
    });
  return (
    <BulkDialog
      title="按模板生成排班"
      onClose={onClose}
      result={result}
      run={{ label: '生成', onPress: () => form.submit(), isRunning: apply.isPending }}
      then={{ label: '完成', onPress: onClose }}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ span: [from, addDays(from, 13)], departmentId }}
        onFinish={submit}
      >
        <p>已有的班保留不动，冲突的会列出原因。一次最多 42 天。</p>
        <Form.Item
          name="span"
          label="日期"
          getValueProps={(span: [string, string]) => ({ value: span.map((day) => dayjs(day)) })}
          getValueFromEvent={(span: [Dayjs, Dayjs]) => span.map((day) => day.format('YYYY-MM-DD'))}
          rules={[
            {
              validator: async (_, [start, end]: [string, string]) => {
                if (end > addDays(start, 41)) throw new Error('一次最多 42 天');
              },
            },
          ]}
        >
          <DatePicker.RangePicker allowClear={false} />
        </Form.Item>
        <Form.Item name="departmentId" label="只生成一个科室">
          <DepartmentPicker width={260} />
        </Form.Item>
      </Form>
    </BulkDialog>
  );
}
