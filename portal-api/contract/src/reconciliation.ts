/** Each morning: our books against the provider's bill. Each evening: the cashier's drawer. */
import { z } from 'zod';
import {
  deskPaymentMethods,
  paymentStates,
  reconciliationActions,
  reconciliationDifferences,
  reconciliationRowStates,
  reconciliationStates,
} from './wire';
import {
  fen,
  id,
  instant,
  listOf,
  localDate,
  optionalText,
  pageOf,
  pageQuery,
  text,
} from './common';
import { operation } from './operation';

const tag = 'reconciliation';

export const Reconciliation = z
  .object({
    date: localDate,
    state: z.enum(reconciliationStates),
    providerPayments: z.int(),
    providerPaidFen: z.int(),
    providerRefunds: z.int(),
    providerRefundedFen: z.int(),
    ourPayments: z.int(),
    ourPaidFen: z.int(),
    ourRefunds: z.int(),
    ourRefundedFen: z.int(),
    matched: z.int(),
    open: z.int().meta({ description: 'Rows that still need somebody' }),
    settled: z.int(),
    error: z.string().meta({ description: 'Why the bill could not be had; else empty' }),
    ranAt: instant.nullable(),
  })
  .meta({ id: 'Reconciliation' });

export const ReconciliationRow = z
  .object({
    id,
    date: localDate,
    difference: z.enum(reconciliationDifferences),
    subject: z.enum(['payment', 'refund']),
    number: z.string().meta({ description: 'Our payment or refund number' }),
    providerNumber: z.string(),
    paymentId: id.nullable(),
    patientId: id.nullable(),
    ourFen: z.int().nullable(),
    providerFen: z.int().nullable(),
    ourState: z.enum(paymentStates).nullable(),
    providerState: z.string(),
    ourAt: instant.nullable(),
    providerAt: instant.nullable(),
    state: z.enum(reconciliationRowStates),
    actions: z
      .array(z.enum(reconciliationActions))
      .meta({ description: 'What can be done about it, the advised one first' }),
    action: z.enum(reconciliationActions).nullable(),
    note: z.string(),
    result: z.string().meta({ description: 'What came of the action' }),
    settledAt: instant.nullable(),
    settledBy: z.string().nullable(),
  })
  .meta({ id: 'ReconciliationRow' });

export const CashierDay = z
  .object({
    id: id.nullable().meta({ description: 'Null until closed' }),
    date: localDate,
    staffId: id,
    staffName: z.string(),
    branchId: id.nullable(),
    lines: z.array(
      z.object({
        method: z.enum(deskPaymentMethods),
        payments: z.int(),
        paidFen: z.int(),
        refunds: z.int(),
        refundedFen: z.int(),
      }),
    ),
    expectedCashFen: z.int(),
    countedCashFen: z.int().nullable(),
    differenceFen: z.int().nullable(),
    note: z.string(),
    isClosed: z.boolean(),
    closedAt: instant.nullable(),
  })
  .meta({ id: 'CashierDay' });

const dateParams = z.object({ date: localDate });
const display = { by: 'staff', permission: 'finance.display' } as const;
const update = { by: 'staff', permission: 'finance.update' } as const;
const cashier = { by: 'staff', permission: 'payment.create' } as const;

export const reconciliationOperations = {
  listReconciliations: operation('listReconciliations', {
    summary: 'Days, latest first',
    tag,
    access: display,
    query: z.object({ ...pageQuery, state: z.enum(reconciliationStates).optional() }),
    response: pageOf(Reconciliation),
  }),
  getReconciliation: operation('getReconciliation', {
    summary: 'A day with every row that does not match',
    tag,
    access: display,
    params: dateParams,
    response: Reconciliation.extend({ rows: z.array(ReconciliationRow) }).meta({
      id: 'ReconciliationDetail',
    }),
  }),
  runReconciliation: operation('runReconciliation', {
    summary: 'Fetch the bill of a day (again) and compare; what is settled stays settled',
    tag,
    access: update,
    errors: ['PROVIDER_UNAVAILABLE', 'INVALID_STATE'],
    params: dateParams,
    response: Reconciliation,
  }),
  settleReconciliationRow: operation('settleReconciliationRow', {
    summary: 'Act on a row; what moves money is done by the ordinary payment paths',
    tag,
    access: update,
    idempotent: true,
    errors: ['INVALID_STATE', 'PROVIDER_UNAVAILABLE'],
    params: z.object({ rowId: id }),
    body: z.object({ action: z.enum(reconciliationActions), note: text(300, 2) }),
    response: ReconciliationRow,
  }),
  getCashierDay: operation('getCashierDay', {
    summary: 'What this cashier took and gave back on a day',
    tag,
    access: cashier,
    params: dateParams,
    response: CashierDay,
  }),
  closeCashierDay: operation('closeCashierDay', {
    summary: 'Count the drawer and close the day; nothing can be taken on it afterwards',
    tag,
    access: cashier,
    idempotent: true,
    errors: ['DAY_ALREADY_CLOSED', 'INVALID_STATE'],
    params: dateParams,
    body: z.object({ countedCashFen: fen, note: optionalText(300).default('') }),
    response: CashierDay,
  }),
  listCashierDays: operation('listCashierDays', {
    summary: 'Closed days of all cashiers in scope',
    tag,
    access: display,
    query: z.object({ from: localDate, to: localDate, branchId: id.optional() }),
    response: listOf(CashierDay),
  }),
};
