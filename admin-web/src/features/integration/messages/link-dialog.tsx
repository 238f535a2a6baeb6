import { useState } from 'react';
import { AskDialog } from '@/features/shared/ask-dialog';
import { PatientMatches } from '@/features/shared/patients/patient-matches';
import { ReasonField } from '@/features/shared/reason-field';
import { useWrite } from '@/shared/api/hooks';
import { SearchField } from '@/shared/ui/search-field';
import type { InboundDetail } from './inbound-drawer';

interface Props {
  message: InboundDetail;
  onClose: () => void;
  onDone: () => void;
}

/** Who an unknown patient is; the server compares what the message says of them. */
export function LinkDialog({ message, onClose, onDone }: Props) {
  const [text, setText] = useState('');
  const [patientId, setPatientId] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  const link = useWrite('linkInboundMessage', {
    ownsErrors: true,
    refresh: ['listInboundMessages', 'getInboundMessage', 'getSyncBoard'],
    done: '已指定，消息会重新收入',
    onDone,
  });
  return (
    <AskDialog<{ reason: string }>
      title="指定是哪位患者"
      okText="就是这位"
      isBusy={link.isPending}
      consequence="以后对方系统里这个编号的消息都会收到这位患者名下，请核对清楚。"
      width={560}
      onClose={onClose}
      onAnswer={({ reason }, refusable) => {
        setMissing(patientId === null);
        if (patientId === null) return;
        link.mutate(
          {
            params: { inboundId: message.id },
            body: { patientId, reason, version: message.version },
          },
          refusable,
        );
      }}
    >
      <div className="stack" style={{ gap: 8, marginBottom: 16 }}>
        <SearchField
          autoFocus
          width="100%"
          placeholder="姓名、手机后四位、证件号、卡号"
          value={text}
          onChange={(next) => {
            setText(next);
            setPatientId(null);
          }}
        />
        {text !== '' && <PatientMatches text={text} chosenId={patientId} onChoose={setPatientId} />}
        {isMissing && patientId === null && (
          <span className="danger-text" role="alert">
            请先找到并选中患者
          </span>
        )}
      </div>
      <ReasonField label="怎么核实的" placeholder="例如：姓名、生日、证件后四位一致" />
    </AskDialog>
  );
}
