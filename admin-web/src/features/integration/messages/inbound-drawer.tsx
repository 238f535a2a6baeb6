import { Alert, Button, Descriptions, Drawer } from 'antd';
import { useState } from 'react';
import { AskDialog } from '@/features/shared/ask-dialog';
import { PatientLink } from '@/features/shared/patients/patient-link';
import { ReasonField } from '@/features/shared/reason-field';
import { looksOnce } from '@/features/shared/reports/reads';
import { useMay } from '@/features/shared/session';
import type { Answer } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import {
  faultWords,
  inboundStateTones,
  inboundStateWords,
} from '@/shared/format/integration-labels';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import { kindWords } from '../stream-words';
import { LinkDialog } from './link-dialog';
import { ReplayOne } from './replay';
import './messages.css';

export type InboundDetail = Answer<'getInboundMessage'>;

interface Props {
  inboundId: string | undefined;
  onClose: () => void;
}

export function InboundDrawer({ inboundId, onClose }: Props) {
  return (
    <Drawer
      title="收到的消息"
      open={Boolean(inboundId)}
      onClose={onClose}
      size={760}
      destroyOnHidden
    >
      {inboundId && <InboundBody inboundId={inboundId} onClose={onClose} />}
    </Drawer>
  );
}

function InboundBody({ inboundId, onClose }: { inboundId: string; onClose: () => void }) {
  const message = useRead('getInboundMessage', { params: { inboundId } }, looksOnce);
  if (message.error && !message.data) {
    return <ListError error={message.error} onRetry={() => void message.refetch()} />;
  }
  if (!message.data) return <ListLoading />;
  return <InboundDetails message={message.data} onClose={onClose} />;
}

function InboundDetails({ message, onClose }: { message: InboundDetail; onClose: () => void }) {
  return (
    <div className="stack">
      <div className="row">
        <b>
          {message.systemName} {kindWords(message.kind)}
        </b>
        <ToneTag tone={inboundStateTones[message.state]}>
          {inboundStateWords[message.state]}
        </ToneTag>
      </div>
      {message.fault !== null && (
        <Alert
          type={message.state === 'quarantined' ? 'error' : 'info'}
          showIcon
          title={faultWords[message.fault]}
          description={message.faultText || undefined}
        />
      )}
      <Actions message={message} onClose={onClose} />
      <Descriptions
        column={2}
        size="small"
        items={[
          {
            key: 'id',
            label: '对方编号',
            children: <span className="num">{message.externalId || '—'}</span>,
          },
          { key: 'at', label: '收到', children: formatInstant(message.receivedAt) },
          { key: 'done', label: '处理', children: formatInstant(message.processedAt) },
          { key: 'tries', label: '试过', children: `${message.attempts} 次` },
          ...(message.patientId === null
            ? []
            : [
                {
                  key: 'who',
                  label: '患者',
                  children: <PatientLink id={message.patientId} name="打开患者档案" />,
                },
              ]),
        ]}
      />
      <div>
        <h2 className="section-title">原文</h2>
        <p className="quiet">姓名、证件和电话已遮盖。您的查看已记入审计。</p>
        <pre className="raw-message" tabIndex={0} aria-label="消息原文">
          {message.raw}
        </pre>
      </div>
      {message.leftOut.length > 0 && (
        <div>
          <h2 className="section-title">读懂了但不保存的部分</h2>
          <ul className="plain-list">
            {message.leftOut.map((part) => (
              <li key={part}>{part}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Actions({ message, onClose }: { message: InboundDetail; onClose: () => void }) {
  const may = useMay();
  const [asked, setAsked] = useState<'link' | 'discard' | null>(null);
  const isWaiting = message.state === 'quarantined';
  if (!may('integration.update')) return null;
  if (!isWaiting && message.state !== 'set-aside' && message.state !== 'discarded') return null;
  const done = (): void => {
    setAsked(null);
    onClose();
  };
  return (
    <div className="row">
      {isWaiting && message.fault === 'unknown-patient' && may('patient.retrieve') && (
        <Button type="primary" onClick={() => setAsked('link')}>
          指定是哪位患者
        </Button>
      )}
      <ReplayOne id={message.id} onDone={onClose} />
      {isWaiting && (
        <Button danger onClick={() => setAsked('discard')}>
          放弃
        </Button>
      )}
      {asked === 'link' && (
        <LinkDialog message={message} onClose={() => setAsked(null)} onDone={done} />
      )}
      {asked === 'discard' && (
        <DiscardDialog message={message} onClose={() => setAsked(null)} onDone={done} />
      )}
    </div>
  );
}

interface DialogProps {
  message: InboundDetail;
  onClose: () => void;
  onDone: () => void;
}

function DiscardDialog({ message, onClose, onDone }: DialogProps) {
  const discard = useWrite('discardInboundMessage', {
    ownsErrors: true,
    refresh: ['listInboundMessages', 'getInboundMessage', 'getSyncBoard'],
    done: '已放弃',
    onDone,
  });
  return (
    <AskDialog<{ reason: string }>
      title="放弃这条消息"
      okText="放弃"
      isDanger
      isBusy={discard.isPending}
      consequence="这条消息不再收入。原文会保留，需要时还能重新收入。"
      onClose={onClose}
      onAnswer={({ reason }, refusable) =>
        discard.mutate(
          { params: { inboundId: message.id }, body: { reason, version: message.version } },
          refusable,
        )
      }
    >
      <ReasonField />
    </AskDialog>
  );
}
