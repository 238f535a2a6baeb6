import { useState } from 'react';
import type { MyAppointment } from '@/shared/api/queries';
import { useQueuePlace } from '@/shared/api/queue';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Field } from '@/shared/ui/Field/Field';
import { Loaded } from '@/shared/ui/List/Loaded';
import { useSaveVisitReason } from '../api/visit-reason';

interface ReasonFormProps {
  appointmentId: string;
  reason: string;
  onDone: () => void;
}

function ReasonForm({ appointmentId, reason, onDone }: ReasonFormProps) {
  const [words, setWords] = useState(reason);
  const save = useSaveVisitReason(appointmentId);
  const submit = async () => {
    if (await save.run(words.trim())) onDone();
  };
  return (
    <>
      <Field
        label="哪里不舒服，多久了"
        hint="最多 200 字，为您看病的医护人员会看到"
        lines={3}
        maxLength={200}
        value={words}
        onChange={setWords}
      />
      <Button look="text" isInline isBusy={save.isBusy} onTap={() => void submit()}>
        保存
      </Button>
      <Button look="text" isInline onTap={onDone}>
        不写了
      </Button>
    </>
  );
}

/** Why one comes; while the visit lies ahead it can be written and changed. */
export function VisitReason({ appointment }: { appointment: MyAppointment }) {
  const [isWriting, setWriting] = useState(false);
  const { id, status, isSuspended } = appointment;
  const isAhead = (status === 'booked' || status === 'arrived') && !isSuspended;
  const query = useQueuePlace(id, { everyMs: false, isWanted: isAhead });
  if (!isAhead) return null;
  return (
    <Card title="就诊原因">
      <Loaded query={query} skeletonCards={1}>
        {({ visitReason: reason }) =>
          isWriting ? (
            <ReasonForm appointmentId={id} reason={reason} onDone={() => setWriting(false)} />
          ) : (
            <>
              <Box>{reason || '写一两句，医生提前了解，看诊更从容'}</Box>
              <Button look="text" isInline onTap={() => setWriting(true)}>
                {reason ? '修改' : '填写就诊原因'}
              </Button>
            </>
          )
        }
      </Loaded>
    </Card>
  );
}
