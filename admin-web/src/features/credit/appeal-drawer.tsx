import { Link } from '@tanstack/react-router';
import { Button, Descriptions, Drawer, Form, Input, Radio } from 'antd';
import { useMay } from '@/features/shared/session';
import type { Answer, Body } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import {
  appealStateTones,
  appealStateWords,
  creditKindWords,
} from '@/shared/format/clinic-day-labels';
import { formatInstant } from '@/shared/format/date';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import { AppealFile } from './appeal-file';

type Appeal = Answer<'getCreditAppeal'>;
type Decision = Body<'decideCreditAppeal'>;

interface Props {
  appealId: string | undefined;
  onClose: () => void;
}

export function AppealDrawer({ appealId, onClose }: Props) {
  return (
    <Drawer title="申诉" open={Boolean(appealId)} onClose={onClose} size={560} destroyOnHidden>
      {appealId && <AppealBody appealId={appealId} onClose={onClose} />}
    </Drawer>
  );
}

function AppealBody({ appealId, onClose }: { appealId: string; onClose: () => void }) {
  const appeal = useRead('getCreditAppeal', { params: { appealId } });
  if (appeal.error && !appeal.data) {
    return <ListError error={appeal.error} onRetry={() => void appeal.refetch()} />;
  }
  if (!appeal.data) return <ListLoading />;
  return <AppealView appeal={appeal.data} onClose={onClose} />;
}

function AppealView({ appeal, onClose }: { appeal: Appeal; onClose: () => void }) {
  const may = useMay();
  return (
    <div className="stack">
      <div className="row">
        <Link to="/patients/$patientId" params={{ patientId: appeal.patientId }}>
          {appeal.patientName}
        </Link>
        <ToneTag tone={appealStateTones[appeal.state]}>{appealStateWords[appeal.state]}</ToneTag>
      </div>
      <Descriptions
        column={1}
        items={[
          { key: 'kind', label: '记录', children: creditKindWords[appeal.event.kind] },
          { key: 'visit', label: '就诊', children: appeal.event.visitText || '—' },
          { key: 'at', label: '提交', children: formatInstant(appeal.createdAt) },
          { key: 'due', label: '最晚答复', children: formatInstant(appeal.dueAt) },
          { key: 'text', label: '申诉理由', children: appeal.text },
          ...(appeal.decidedAt
            ? [
                {
                  key: 'answer',
                  label: '答复',
                  children: `${appeal.answer}（${appeal.decidedBy ?? ''} ${formatInstant(appeal.decidedAt)}）`,
                },
              ]
            : []),
        ]}
      />
      <h3 className="section-title">材料（{appeal.files.length}）</h3>
      {appeal.files.length === 0 && <p className="quiet">患者没有提交材料。</p>}
      {appeal.files.map((file) => (
        <AppealFile key={file.id} appealId={appeal.id} file={file} />
      ))}
      {appeal.state === 'open' && may('credit.update') && (
        <DecisionForm appeal={appeal} onClose={onClose} />
      )}
    </div>
  );
}

function DecisionForm({ appeal, onClose }: { appeal: Appeal; onClose: () => void }) {
  const decide = useWrite('decideCreditAppeal', {
    refresh: ['listCreditAppeals', 'getCreditAppeal', 'listPatientCredit'],
    done: '已答复，患者会收到通知',
    onDone: onClose,
  });
  return (
    <Form<Omit<Decision, 'version'>>
      layout="vertical"
      requiredMark={false}
      onFinish={(body) =>
        decide.mutate({
          params: { appealId: appeal.id },
          body: { ...body, version: appeal.version },
        })
      }
    >
      <Form.Item
        name="decision"
        label="决定"
        rules={[{ required: true, message: '请选择' }]}
        extra="申诉成立：这条记录不再计算，已暂停的预约资格会重新核算。"
      >
        <Radio.Group
          options={[
            { value: 'upheld', label: '申诉成立' },
            { value: 'rejected', label: '申诉不成立' },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="answer"
        label="给患者的答复"
        rules={[
          { required: true, whitespace: true, message: '请写明理由' },
          { min: 2, message: '至少 2 个字' },
        ]}
      >
        <Input.TextArea rows={3} maxLength={300} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={decide.isPending}>
        提交答复
      </Button>
    </Form>
  );
}
