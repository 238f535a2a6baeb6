import { useQuery, useQueryClient } from '@tanstack/react-query';
import { keys, useMayReadRecords } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';

const keyOf = (appointmentId: string) => [...keys.appointments, 'reason', appointmentId] as const;

/** In the patient's own words, for the doctor to read beforehand. */
export function useVisitReason(appointmentId: string) {
  const enabled = useMayReadRecords() && appointmentId !== '';
  return useQuery({
    queryKey: keyOf(appointmentId),
    queryFn: async () => (await call('getMyVisitReason', { params: { appointmentId } })).reason,
    enabled,
    staleTime: Infinity,
  });
}

export function useSaveVisitReason(appointmentId: string) {
  const client = useQueryClient();
  return useSubmit(async (reason: string) => {
    await call('saveMyVisitReason', { params: { appointmentId }, body: { reason } });
    client.setQueryData(keyOf(appointmentId), reason);
    toast(reason ? '已保存，医生会提前看到' : '已清空');
    return true;
  });
}
