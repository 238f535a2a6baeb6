/** Payment orders of patients, and what WeChat Pay sends back. */
import { z } from 'zod';
import { paymentMethods, paymentStates } from './wire/enums';
import { fen, id, instant } from './common';
import { operation } from './operation';

const tag = 'payments';

/** The parameters of wx.requestPayment, as WeChat Pay v3 wants them. */
export const JsapiParams = z
  .object({
    timeStamp: z.string(),
    nonceStr: z.string(),
    package: z.string(),
    signType: z.literal('RSA'),
    paySign: z.string(),
  })
  .meta({ id: 'JsapiParams' });

export const Payment = z
  .object({
    id,
    paymentNo: z.string(),
    appointmentId: id,
    method: z.enum(paymentMethods),
    state: z.enum(paymentStates),
    amountFen: fen,
    expiresAt: instant,
    paidAt: instant.nullable(),
    jsapi: JsapiParams.nullable(),
    codeUrl: z.string().nullable().meta({ description: 'Native: what the QR code says' }),
  })
  .meta({ id: 'Payment' });

export const portalPaymentOperations = {
  createPayment: operation('createPayment', {
    summary: 'Open (or return the open) payment order for a held place',
    tag,
    access: { by: 'account', owns: 'appointment', consent: 'health-data' },
    idempotent: true,
    errors: [
      'HOLD_EXPIRED',
      'INVALID_STATE',
      'PROVIDER_UNAVAILABLE',
      'PAYMENT_MODE_NOT_ALLOWED',
      'SLOT_FULL',
    ],
    body: z.object({ appointmentId: id, method: z.enum(['wechat-jsapi', 'wechat-native']) }),
    response: Payment,
  }),
  getPayment: operation('getPayment', {
    summary: 'Where a payment stands; asks WeChat Pay when no notification has come',
    tag,
    access: { by: 'account', owns: 'payment', consent: 'health-data' },
    params: z.object({ paymentId: id }),
    response: Payment,
  }),
};

/** The outer envelope only; signature and content are checked over the raw bytes. */
const notification = z.looseObject({ id: z.string().max(100), event_type: z.string().max(64) });

export const callbackOperations = {
  receivePaymentNotification: operation('receivePaymentNotification', {
    summary: 'WeChat Pay: a payment succeeded',
    tag: 'callbacks',
    access: { by: 'signature' },
    limit: 'callback',
    errors: ['SIGNATURE_INVALID', 'CONFLICT', 'PROVIDER_UNAVAILABLE'],
    body: notification,
  }),
  receiveRefundNotification: operation('receiveRefundNotification', {
    summary: 'WeChat Pay: a refund changed state',
    tag: 'callbacks',
    access: { by: 'signature' },
    limit: 'callback',
    errors: ['SIGNATURE_INVALID', 'CONFLICT', 'PROVIDER_UNAVAILABLE'],
    body: notification,
  }),
  receiveSmsReceipts: operation('receiveSmsReceipts', {
    summary: 'SMS vendor: delivery receipts',
    tag: 'callbacks',
    access: { by: 'signature' },
    limit: 'callback',
    errors: ['SIGNATURE_INVALID'],
    body: z.looseObject({}),
  }),
};
