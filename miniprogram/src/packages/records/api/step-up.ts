import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubmit } from '@/shared/hooks/use-submit';
import { ApiError } from '@/shared/request/api-error';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';
import { recordKeys } from './keys';

export const needsStepUp = (error: unknown): boolean =>
  error instanceof ApiError && error.needsStepUp;

/** Where the code goes, and whether there is such a phone at all. */
export const useStepUpPhone = () =>
  useQuery({ queryKey: ['step-up'], queryFn: () => call('getStepUp'), staleTime: 0 });

export function useStepUpCode() {
  return useSubmit(async (_: 'code') => {
    const { retryAfterSeconds } = await call('requestStepUpCode');
    toast('验证码已发送，请留意短信');
    return retryAfterSeconds;
  });
}

/** Opens the records of this session, and reads again what was refused. */
export function useConfirmStepUp() {
  const client = useQueryClient();
  return useSubmit(
    async (code: string) => {
      await call('confirmStepUp', { body: { code } });
      await client.invalidateQueries({ queryKey: recordKeys.all });
      return true;
    },
    { onError: () => true },
  );
}
