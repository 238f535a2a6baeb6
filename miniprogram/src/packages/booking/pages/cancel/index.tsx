import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { fromHere, goBack } from '@/app/navigate';
import { adoptAppointment, useAppointment, type MyAppointment } from '@/shared/api/queries';
import { maskName } from '@/shared/format/marks';
import { yuan } from '@/shared/format/money';
import { cancelReasonWords } from '@/shared/format/words';
import { usePageParams } from '@/shared/hooks/use-params';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Choice } from '@/shared/ui/Choice/Choice';
import { Field } from '@/shared/ui/Field/Field';
import { Empty } from '@/shared/ui/List/States';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { ConfirmSheet } from '@/shared/ui/Sheet/Sheet';
import { toast } from '@/shared/ui/Toast/toast';
import { forgetCounts } from '@/shared/api/doctors';
import { VisitSummary } from '@/shared/appointments/VisitSummary';

type Reason = keyof typeof cancelReasonWords;

const reasons = (Object.keys(cancelReasonWords) as Reason[]).map((value) => ({
  value,
  label: cancelReasonWords[value],
}));

/** What will happen, and whether the money comes back. */
function consequences({ feeState, feeFen }: MyAppointment): string {
  const place = '取消后号源马上退回，别人就可以约走。';
  if (feeState === 'paid') return `${place}您付的 ${yuan(feeFen)} 会原路退回微信支付账户。`;
  return `${place}您还没有付款，不会产生费用。`;
}

function useCancel(appointmentId: string) {
  const client = useQueryClient();
  return useSubmit(async (body: { reason: Reason; note: string }, idempotencyKey) => {
    const onward = fromHere();
    const params = { appointmentId };
    const cancelled = await call('cancelMyAppointment', { params, body }, { idempotencyKey });
    adoptAppointment(client, cancelled);
    forgetCounts(client);
    toast('预约已取消');
    // Back on the appointment, which now shows how the money returns.
    onward(() => goBack('visits'));
  });
}

export default function CancelPage() {
  const { id = '' } = usePageParams('cancel');
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const [isAsking, setAsking] = useState(false);
  const query = useAppointment(id);
  const cancel = useCancel(id);
  const submit = () => {
    if (!reason) return;
    void cancel.run({ reason, note: note.trim() }).finally(() => setAsking(false));
  };
  return (
    <Page
      name="cancel"
      needs="consent"
      backTo="visits"
      bottom={
        query.data?.mayCancel ? (
          <Button disabled={!reason} onTap={() => setAsking(true)}>
            {reason ? '下一步' : '请先选择原因'}
          </Button>
        ) : null
      }
      overlay={
        query.data ? (
          <ConfirmSheet
            isOpen={isAsking}
            title="确定取消这次预约吗"
            confirmLabel="确定取消"
            keepLabel="保留预约"
            isBusy={cancel.isBusy}
            onClose={() => setAsking(false)}
            onConfirm={submit}
          >
            {consequences(query.data)}
          </ConfirmSheet>
        ) : null
      }
    >
      <Loaded query={query} skeletonCards={2}>
        {(data) =>
          data.mayCancel ? (
            <>
              <VisitSummary visit={data} patient={maskName(data.patientName)} />
              <Card>
                <Choice title="取消的原因" options={reasons} value={reason} onChange={setReason} />
                <Field
                  label="补充说明"
                  isOptional
                  lines={3}
                  maxLength={200}
                  value={note}
                  onChange={setNote}
                />
              </Card>
            </>
          ) : (
            <Empty
              icon="clock"
              title="现在不能自助取消"
              words="已过自助取消时间，或预约已经结束。需要帮助请联系医院窗口"
            />
          )
        }
      </Loaded>
    </Page>
  );
}
