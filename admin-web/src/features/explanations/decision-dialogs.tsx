import { DatePicker, Form } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { AskDialog } from '@/features/shared/ask-dialog';
import { useClinicToday } from '@/features/shared/session';
import { useWrite } from '@/shared/api/hooks';
import { directionWords } from '@/shared/format/records-labels';
import type { Explanation } from './explanations-page';

interface Props {
  row: Explanation;
  onClose: () => void;
}

export function ApproveDialog({ row, onClose }: Props) {
  const today = useClinicToday();
  const approve = useWrite('approveItemExplanation', {
    ownsErrors: true,
    refresh: ['listItemExplanations'],
    done: '已批准，患者可以看到',
    onDone: onClose,
  });
  return (
    <AskDialog<{ reviewOn: Dayjs }>
      title={`批准 ${row.name} ${directionWords[row.direction]}的解读`}
      okText="批准"
      isBusy={approve.isPending}
      initial={{ reviewOn: dayjs(today).add(1, 'year') }}
      onClose={onClose}
      onAnswer={({ reviewOn }, refusable) =>
        approve.mutate(
          {
            params: { explanationId: row.id },
            body: {
              decision: 'approve',
              reviewOn: reviewOn.format('YYYY-MM-DD'),
              version: row.version,
            },
          },
          refusable,
        )
      }
    >
      <p className="written">{row.text}</p>
      <Form.Item
        name="reviewOn"
        label="复审日期"
        extra="到这一天后不再显示，直到有人重新看过。"
        rules={[{ required: true, message: '请选择复审日期' }]}
      >
        <DatePicker disabledDate={(day) => !day.isAfter(dayjs(today))} />
      </Form.Item>
    </AskDialog>
  );
}

export function RetireDialog({ row, onClose }: Props) {
  const retire = useWrite('approveItemExplanation', {
    ownsErrors: true,
    refresh: ['listItemExplanations'],
    done: '已停用',
    onDone: onClose,
  });
  return (
    <AskDialog<object>
      title={`停用 ${row.name} ${directionWords[row.direction]}的解读`}
      okText="停用"
      isDanger
      isBusy={retire.isPending}
      consequence="患者不再看到这段说明，文字会保留。"
      onClose={onClose}
      onAnswer={(_, refusable) =>
        retire.mutate(
          {
            params: { explanationId: row.id },
            body: { decision: 'retire', reviewOn: null, version: row.version },
          },
          refusable,
        )
      }
    />
  );
}
