import { useEffect, useState } from 'react';
import Taro from '@tarojs/taro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import { keys } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { newIdempotencyKey } from '@/shared/request/idempotency';
import { toast } from '@/shared/ui/Toast/toast';

type Payment = ResponseOf<'getPayment'>;

const isSettled = (payment: Payment | undefined): boolean =>
  payment !== undefined && payment.state !== 'created' && payment.state !== 'paying';

/** Follows a payment until it is paid or closed, and then has the appointment read again. */
export function usePaymentState(paymentId: string | null) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['payment', paymentId],
    queryFn: () => call('getPayment', { params: { paymentId: paymentId ?? '' } }),
    enabled: paymentId !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => (isSettled(state.data) ? false : 2_500),
  });
  const settled = isSettled(query.data) ? query.data?.state : undefined;
  useEffect(() => {
    if (settled) void client.invalidateQueries({ queryKey: keys.appointments });
  }, [settled, client]);
  return query;
}

/**
 * The browser's way: an order whose QR code any WeChat scans. Asking again returns the open order,
 * so this may be read like a query; the key is the visit of the page.
 */
export function useNativeOrder(appointmentId: string, isWanted: boolean) {
  const [key] = useState(() => newIdempotencyKey());
  return useQuery({
    queryKey: ['native-order', appointmentId],
    queryFn: () =>
      call(
        'createPayment',
        { body: { appointmentId, method: 'wechat-native' } },
        { idempotencyKey: key },
      ),
    enabled: isWanted && appointmentId !== '',
    staleTime: Infinity,
    gcTime: 0,
  });
}

const isCancelledByUser = (problem: unknown): boolean =>
  /cancel/i.test(String((problem as { errMsg?: string } | null)?.errMsg ?? ''));

/** WeChat's way: an order, then WeChat's own payment sheet. */
export function useJsapiPayment(appointmentId: string) {
  const [paymentId, setPaymentId] = useState<string | null>(null);
  const [isConfirming, setConfirming] = useState(false);
  const submit = useSubmit(async (_: 'pay', idempotencyKey) => {
    const body = { appointmentId, method: 'wechat-jsapi' } as const;
    const payment = await call('createPayment', { body }, { idempotencyKey });
    setConfirming(payment.jsapi ? await openWechatSheet(payment.jsapi) : true);
    // Whatever the sheet answered, the truth is asked of the server.
    setPaymentId(payment.id);
  });
  return { paymentId, isConfirming, pay: () => void submit.run('pay'), isBusy: submit.isBusy };
}

/** True when the sheet says that the money is on its way. */
async function openWechatSheet(params: NonNullable<Payment['jsapi']>): Promise<boolean> {
  try {
    await Taro.requestPayment(params);
    return true;
  } catch (problem) {
    toast(isCancelledByUser(problem) ? '还没有付款，号源仍为您保留' : '付款没有完成，请再试一次');
    return false;
  }
}
