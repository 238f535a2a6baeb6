import { useQueryClient } from '@tanstack/react-query';
import { keys } from '@/shared/api/queries';
import type { QueuePlace } from '@/shared/api/queue';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';

/** In the patient's own words, for the doctor to read beforehand; nothing takes it back. */
export function useSaveVisitReason(appointmentId: string) {
  const client = useQueryClient();
  return useSubmit(async (reason: string) => {
    await call('saveMyVisitReason', { params: { appointmentId }, body: { reason } });
    client.setQueryData<QueuePlace>(
      keys.queuePlace(appointmentId),
      (place) => place && { ...place, visitReason: reason },
    );
    toast(reason ? '已保存，医生会提前看到' : '已清空');
    return true;
  });
}
