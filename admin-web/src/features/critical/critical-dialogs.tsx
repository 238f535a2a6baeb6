import { Form, Input, Radio } from 'antd';
import { AskDialog } from '@/features/shared/ask-dialog';
import { ReasonField } from '@/features/shared/reason-field';
import { reportReads } from '@/features/shared/reports/reads';
import type { Body } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import type { CriticalAlert } from './critical-page';

interface Props {
  alert: CriticalAlert;
  onClose: () => void;
}

/** I have seen it and act on it. */
export function AcknowledgeDialog({ alert, onClose }: Props) {
  const acknowledge = useWrite('acknowledgeCriticalAlert', {
    ownsErrors: true,
    refresh: [...reportReads, 'listWorkItems', 'countMyWork'],
    done: '已确认，待办里多了一项随访',
    onDone: onClose,
  });
  return (
    <AskDialog<{ note?: string }>
      title={`确认危急值：${itemsOf(alert)}`}
      okText="我已知晓，由我处理"
      isBusy={acknowledge.isPending}
      consequence="确认后不再上报。您的姓名和时间会被记录，并生成一项随访待办。"
      onClose={onClose}
      onAnswer={({ note }, refusable) =>
        acknowledge.mutate(
          { params: { alertId: alert.id }, body: { note: note ?? '', version: alert.version } },
          refusable,
        )
      }
    >
      <Form.Item name="note" label="备注（可不填）">
        <Input.TextArea
          rows={3}
          maxLength={300}
          placeholder="例如：已电话通知开单医生，患者正在返院"
        />
      </Form.Item>
    </AskDialog>
  );
}

type Outcome = Omit<Body<'resolveCriticalAlert'>, 'version'>;

/** What was done, and whether the patient may read the report now. */
export function ResolveDialog({ alert, onClose }: Props) {
  const resolve = useWrite('resolveCriticalAlert', {
    ownsErrors: true,
    refresh: reportReads,
    done: '已记录',
    onDone: onClose,
  });
  return (
    <AskDialog<Outcome>
      title={`处理结果：${itemsOf(alert)}`}
      okText="记录"
      isBusy={resolve.isPending}
      onClose={onClose}
      onAnswer={(body, refusable) =>
        resolve.mutate(
          { params: { alertId: alert.id }, body: { ...body, version: alert.version } },
          refusable,
        )
      }
    >
      <ReasonField name="outcome" label="怎么处理的" max={300} />
      <Form.Item
        name="isReleased"
        label="患者能看这份报告吗"
        rules={[{ required: true, message: '请选择' }]}
      >
        <Radio.Group
          vertical
          options={[
            { value: true, label: '可以，按这类报告的发布规则给患者看' },
            { value: false, label: '先不给看，放到“报告审核”里再定' },
          ]}
        />
      </Form.Item>
    </AskDialog>
  );
}

const itemsOf = ({ items, reportName }: CriticalAlert): string =>
  items.length === 0 ? reportName : items.map(({ name }) => name).join('、');
