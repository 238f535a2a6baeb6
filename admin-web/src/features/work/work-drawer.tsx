import { Link } from '@tanstack/react-router';
import { Button, Descriptions, Drawer, Form, Input, Radio } from 'antd';
import { useMay } from '@/features/shared/session';
import { RevealPhone } from '@/features/shared/patients/reveal-phone';
import type { Body, OperationName } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import {
  callOutcomeWords,
  workStateTones,
  workStateWords,
} from '@/shared/format/clinic-day-labels';
import { formatMoment } from '@/shared/format/date';
import { optionsOf } from '@/shared/format/labels';
import { ToneTag } from '@/shared/ui/tone-tag';
import type { WorkItem } from './work-page';

const workReads: OperationName[] = [
  'listWorkItems',
  'countMyWork',
  'listSuspensionCases',
  'getSuspension',
];

interface Props {
  item: WorkItem | undefined;
  onClose: () => void;
}

export function WorkDrawer({ item, onClose }: Props) {
  return (
    <Drawer title="待办" open={item !== undefined} onClose={onClose} size={520} destroyOnHidden>
      {item && <WorkView item={item} onClose={onClose} />}
    </Drawer>
  );
}

function WorkView({ item, onClose }: { item: WorkItem; onClose: () => void }) {
  const may = useMay();
  return (
    <div className="stack">
      <div className="row">
        <b>{item.title}</b>
        <ToneTag tone={workStateTones[item.state]}>{workStateWords[item.state]}</ToneTag>
      </div>
      <Descriptions
        column={1}
        items={[
          { key: 'detail', label: '说明', children: item.detail || '—' },
          ...(item.patientName === null
            ? []
            : [
                {
                  key: 'who',
                  label: '患者',
                  children: (
                    <span>
                      {item.patientName}{' '}
                      {item.patientId !== null && may('patient.retrieve') ? (
                        <RevealPhone patientId={item.patientId} masked={item.phoneMasked ?? ''} />
                      ) : (
                        <span className="num">{item.phoneMasked}</span>
                      )}
                    </span>
                  ),
                },
              ]),
          { key: 'due', label: '最晚', children: formatMoment(item.dueAt) },
          ...(item.kind === 'call'
            ? [{ key: 'tries', label: '未接通', children: `${item.attempts} 次` }]
            : []),
          { key: 'by', label: '谁在做', children: item.claimedBy ?? '还没有人领取' },
          ...(item.outcome
            ? [{ key: 'out', label: '结果', children: callOutcomeWords[item.outcome] }]
            : []),
          ...(item.note ? [{ key: 'note', label: '备注', children: item.note }] : []),
        ]}
      />
      {item.appointmentId !== null && (
        <Link to="/appointments" search={{ open: item.appointmentId }}>
          打开这个预约
        </Link>
      )}
      {item.kind === 'reconciliation' && may('finance.display') && (
        <Link to="/finance" search={{ view: 'bills' }}>
          打开微信对账
        </Link>
      )}
      {may('work.update') && <WorkActions item={item} onClose={onClose} />}
    </div>
  );
}

function WorkActions({ item, onClose }: { item: WorkItem; onClose: () => void }) {
  const params = { workItemId: item.id };
  const claim = useWrite('claimWorkItem', { refresh: workReads, done: '已领取', onDone: onClose });
  const release = useWrite('releaseWorkItem', {
    refresh: workReads,
    done: '已退回，其他人可以领取',
    onDone: onClose,
  });
  if (item.state === 'open') {
    return (
      <Button type="primary" loading={claim.isPending} onClick={() => claim.mutate({ params })}>
        领取
      </Button>
    );
  }
  if (item.state !== 'claimed' || !item.isMine) return null;
  return (
    <>
      <Outcome item={item} onClose={onClose} />
      <Button
        type="text"
        style={{ alignSelf: 'start' }}
        loading={release.isPending}
        onClick={() => release.mutate({ params })}
      >
        退回，让别人做
      </Button>
    </>
  );
}

/** What came of it; a call that reached nobody comes up again by itself. */
function Outcome({ item, onClose }: { item: WorkItem; onClose: () => void }) {
  const complete = useWrite('completeWorkItem', {
    refresh: workReads,
    done: (answer) => (answer.state === 'done' ? '已完成' : '已记录，稍后会再次提醒'),
    onDone: onClose,
  });
  const isCall = item.kind === 'call';
  return (
    <Form<Pick<Body<'completeWorkItem'>, 'outcome' | 'note'>>
      layout="vertical"
      requiredMark={false}
      onFinish={({ outcome, note }) =>
        complete.mutate({
          params: { workItemId: item.id },
          body: { outcome: outcome ?? null, note: note ?? '', version: item.version },
        })
      }
    >
      {isCall && (
        <Form.Item
          name="outcome"
          label="通话结果"
          rules={[{ required: true, message: '请选择通话结果' }]}
        >
          <Radio.Group options={optionsOf(callOutcomeWords)} />
        </Form.Item>
      )}
      <Form.Item name="note" label="备注">
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={complete.isPending}>
        {isCall ? '记录结果' : '完成'}
      </Button>
    </Form>
  );
}
