import type { ResponseOf } from '@suizhen/contract';
import type { JsapiParams } from './ports';
import type { PaymentOrder } from './payment-order.repository';

export function presentPayment(
  order: PaymentOrder,
  jsapi: JsapiParams | null,
): ResponseOf<'createPayment'> {
  const isOpen = order.state === 'created' || order.state === 'paying';
  return {
    id: order.id,
    paymentNo: order.payment_no,
    appointmentId: order.appointment_id,
    method: order.method,
    state: order.state,
    amountFen: order.amount_fen,
    expiresAt: order.expires_at.toISOString(),
    paidAt: order.paid_at?.toISOString() ?? null,
    jsapi: jsapi && {
      timeStamp: jsapi.timeStamp,
      nonceStr: jsapi.nonceStr,
      package: jsapi.package,
      signType: jsapi.signType,
      paySign: jsapi.paySign,
    },
    codeUrl: isOpen ? order.code_url : null,
  };
}
