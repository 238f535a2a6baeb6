import Taro from '@tarojs/taro';
import { useQueryClient } from '@tanstack/react-query';
import type { ClientRequestOf } from '@suizhen/contract';
import { fromHere, replaceWith } from '@/app/navigate';
import { keys } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { ApiError, sentenceOf } from '@/shared/request/api-error';
import { call } from '@/shared/request/client';
import { PositionError } from '../position/position-error';
import { readPosition } from '../position/position';

type CheckIn = ClientRequestOf<'checkInMyAppointment'>['body'];
export type CheckInWay = CheckIn['method'];

/** Broken off by the person: nothing to say about it. */
class Unfinished extends Error {}

async function evidenceOf(method: CheckInWay): Promise<CheckIn> {
  if (method === 'position') return { method, ...(await readPosition()) };
  try {
    const { result } = await Taro.scanCode({ onlyFromCamera: true, scanType: ['qrCode'] });
    return { method, code: result };
  } catch {
    throw new Unfinished();
  }
}

/** Says in place why it did not work; null while there is nothing to say. */
export function checkInProblem(error: unknown): string | null {
  if (error === null || error instanceof Unfinished) return null;
  if (error instanceof PositionError) {
    return error.problem === 'refused'
      ? '没有允许使用位置，不能定位签到。可以打开位置权限，或用下面的签到码到签到机、窗口签到'
      : '没有取到您的位置，请走到窗边或室外再试，或用下面的签到码签到';
  }
  if (error instanceof ApiError && error.code === 'CODE_INVALID') {
    return '这个码不对或已经换了，请重新扫签到机屏幕上的码';
  }
  return sentenceOf(error);
}

export const isPositionRefused = (error: unknown): boolean =>
  error instanceof PositionError && error.problem === 'refused';

/** Checks in and leads on to the queue. */
export function useCheckIn(appointmentId: string) {
  const client = useQueryClient();
  return useSubmit(
    async (method: CheckInWay, idempotencyKey) => {
      const onward = fromHere();
      const params = { appointmentId };
      const body = await evidenceOf(method);
      const place = await call('checkInMyAppointment', { params, body }, { idempotencyKey });
      client.setQueryData(keys.queuePlace(appointmentId), place);
      void client.invalidateQueries({ queryKey: keys.appointment(appointmentId) });
      void client.invalidateQueries({ queryKey: ['appointments', 'list'] });
      onward(() => replaceWith('queue', params));
    },
    { onError: () => true },
  );
}
