import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ClientRequestOf, ResponseOf } from '@suizhen/contract';
import { fromHere, goBack } from '@/app/navigate';
import { keys, useMayReadRecords } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';

export type Credit = ResponseOf<'getMyCredit'>;
export type CreditEvent = Credit['events'][number];

export function useCredit(patientId: string) {
  const enabled = useMayReadRecords() && patientId !== '';
  return useQuery({
    queryKey: keys.credit(patientId),
    queryFn: () => call('getMyCredit', { params: { patientId } }),
    enabled,
  });
}

type Appeal = ClientRequestOf<'appealCreditEvent'>['body'];

export function useAppeal(patientId: string) {
  const client = useQueryClient();
  return useSubmit(async (body: Appeal, idempotencyKey) => {
    const onward = fromHere();
    const params = { patientId };
    const credit = await call('appealCreditEvent', { params, body }, { idempotencyKey });
    client.setQueryData(keys.credit(patientId), credit);
    toast('申诉已提交，有结果会通知您');
    onward(() => goBack('patients'));
  });
}
