import { parseJsonObject } from '../http/outgoing';
import { SignatureError } from './errors';
import { paymentOf, refundNoticeSchema, refundOf, transactionSchema } from './outcomes';
import type { ProviderNotification } from './ports';
import { decryptResource, type EncryptedResource } from './resource';

export interface NotificationOwner {
  appId: string;
  mchId: string;
  apiV3Key: string;
}

/** Decrypts and reads a notification whose signature has been checked. */
export function readNotification(body: string, owner: NotificationOwner): ProviderNotification {
  const envelope = parseJsonObject(body);
  const eventId = envelope?.['id'];
  const eventType = envelope?.['event_type'];
  const resource = envelope?.['resource'] as EncryptedResource | undefined;
  if (typeof eventId !== 'string' || typeof eventType !== 'string' || !resource) {
    throw new SignatureError('undecryptable');
  }
  const plain = parseJsonObject(decryptResource(resource, owner.apiV3Key));
  return eventType.startsWith('REFUND.')
    ? readRefund(eventId, plain, owner)
    : readPayment(eventId, plain, owner);
}

function readPayment(
  eventId: string,
  plain: unknown,
  owner: NotificationOwner,
): ProviderNotification {
  const parsed = transactionSchema.safeParse(plain);
  const payment = parsed.success ? paymentOf(parsed.data) : undefined;
  if (!parsed.success || !payment) throw new SignatureError('undecryptable');
  const { mchid, appid, out_trade_no: outTradeNo, amount } = parsed.data;
  // Signed by WeChat Pay, but for whom? One key signs the notifications of every merchant.
  if (mchid !== owner.mchId || appid !== owner.appId) throw new SignatureError('foreign-merchant');
  return { kind: 'payment', eventId, outTradeNo, payment, currency: amount?.currency ?? 'CNY' };
}

function readRefund(
  eventId: string,
  plain: unknown,
  owner: NotificationOwner,
): ProviderNotification {
  const parsed = refundNoticeSchema.safeParse(plain);
  if (!parsed.success) throw new SignatureError('undecryptable');
  const notice = parsed.data;
  if (notice.mchid !== owner.mchId) throw new SignatureError('foreign-merchant');
  const refund = refundOf({ ...notice, status: notice.refund_status });
  if (!refund) throw new SignatureError('undecryptable');
  return {
    kind: 'refund',
    eventId,
    outTradeNo: notice.out_trade_no,
    totalFen: notice.amount.total,
    refund,
  };
}
