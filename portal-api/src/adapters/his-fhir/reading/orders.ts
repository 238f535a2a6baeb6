import type {
  ChargeItem,
  Claim,
  ClaimItem,
  Dosage,
  Medication,
  MedicationRequest,
  Money,
  ServiceRequest,
} from '@medplum/fhirtypes';
import type { OrderKind } from '@suizhen/contract';
import {
  type Canonical,
  InboundProblem,
  type Reading,
} from '../../../modules/integration/canonical';
import {
  type Company,
  codesOf,
  companion,
  decimalOf,
  idOf,
  leftOutOf,
  missing,
  quantityText,
  requiredText,
  requiredTime,
  subjectOf,
  textOf,
} from './values';

const statusWords: Record<string, string> = {
  draft: '草稿',
  active: '执行中',
  'on-hold': '暂停',
  completed: '已完成',
  stopped: '已停止',
  cancelled: '已取消',
  revoked: '已取消',
  'entered-in-error': '已作废',
};

export function readMedicationRequest(company: Company<MedicationRequest>): Reading {
  const { main } = company;
  const medication = companion<Medication>(company, 'Medication', main.medicationReference);
  const concept = main.medicationCodeableConcept ?? medication?.code;
  return {
    items: [
      {
        type: 'order',
        externalId: requiredText(main.id, '处方编号'),
        patient: subjectOf(main.subject),
        encounterExternalId: idOf(main.encounter),
        order: {
          kind: 'medication',
          code: concept?.coding?.[0]?.code ?? '',
          name: requiredText(textOf(concept) || main.medicationReference?.display, '药品名称'),
          dosage: (main.dosageInstruction ?? []).map(dosageText).filter(Boolean).join('；'),
          quantityText: quantityText(main.dispenseRequest?.quantity),
          status: statusWords[main.status ?? ''] ?? '',
          orderedAt: requiredTime(main.authoredOn ?? main.meta?.lastUpdated, '开具时间'),
        },
      },
    ],
    leftOut: leftOutOf(main, [
      'identifier',
      'status',
      'intent',
      'medicationCodeableConcept',
      'medicationReference',
      'subject',
      'encounter',
      'authoredOn',
      'dosageInstruction',
      'dispenseRequest',
      'requester',
    ]),
  };
}

function dosageText(dosage: Dosage): string {
  if (dosage.text) return dosage.text;
  const dose = quantityText(dosage.doseAndRate?.[0]?.doseQuantity);
  const repeat = dosage.timing?.repeat;
  const often =
    textOf(dosage.timing?.code) || (repeat?.frequency ? `每日 ${repeat.frequency} 次` : '');
  return [dose && `每次 ${dose}`, often, textOf(dosage.route)].filter(Boolean).join('，');
}

/** SNOMED CT has no licence here; the category is told by the words of the house, else by v2-0074. */
const orderCategories: Record<string, OrderKind> = {
  lab: 'lab',
  LAB: 'lab',
  '108252007': 'lab',
  imaging: 'imaging',
  RAD: 'imaging',
  '363679005': 'imaging',
  procedure: 'procedure',
  '387713003': 'procedure',
  dental: 'dental',
};

export function readServiceRequest({ main }: Company<ServiceRequest>): Reading {
  const kind = (main.category ?? [])
    .flatMap(codesOf)
    .map((code) => orderCategories[code])
    .find((known) => known !== undefined);
  return {
    items: [
      {
        type: 'order',
        externalId: `ServiceRequest/${requiredText(main.id, '申请单编号')}`,
        patient: subjectOf(main.subject),
        encounterExternalId: idOf(main.encounter),
        order: {
          kind: kind ?? 'procedure',
          code: main.code?.coding?.[0]?.code ?? '',
          name: requiredText(textOf(main.code), '项目名称'),
          dosage: main.patientInstruction ?? '',
          quantityText: quantityText(main.quantityQuantity),
          status: statusWords[main.status ?? ''] ?? '',
          orderedAt: requiredTime(main.authoredOn ?? main.meta?.lastUpdated, '开具时间'),
        },
      },
    ],
    leftOut: leftOutOf(main, [
      'identifier',
      'status',
      'intent',
      'category',
      'code',
      'subject',
      'encounter',
      'authoredOn',
      'patientInstruction',
      'quantityQuantity',
      'requester',
    ]),
  };
}

const cancelledCharges = new Set(['aborted', 'entered-in-error', 'not-billable', 'cancelled']);

export function readChargeItem({ main }: Company<ChargeItem>): Reading {
  if (!main.priceOverride) throw missing('金额');
  return {
    items: [
      {
        type: 'charge',
        externalId: `ChargeItem/${requiredText(main.id, '收费编号')}`,
        patient: subjectOf(main.subject),
        encounterExternalId: idOf(main.context),
        charge: {
          code: main.code?.coding?.[0]?.code ?? '',
          name: requiredText(textOf(main.code), '收费项目'),
          quantityText: quantityText(main.quantity),
          amountFen: fenOf(main.priceOverride),
          isCancelled: cancelledCharges.has(main.status ?? ''),
          chargedAt: requiredTime(
            main.occurrenceDateTime ?? main.enteredDate ?? main.meta?.lastUpdated,
            '收费时间',
          ),
        },
      },
    ],
    leftOut: leftOutOf(main, [
      'identifier',
      'status',
      'code',
      'subject',
      'context',
      'occurrenceDateTime',
      'enteredDate',
      'quantity',
      'priceOverride',
    ]),
  };
}

/** One charge a line; a claim that tells no price by line is one charge. */
export function readClaim({ main }: Company<Claim>): Reading {
  const priced = (main.item ?? []).filter((item) => item.net !== undefined);
  if (priced.length === 0 && !main.total) throw missing('金额');
  const encounter = main.item?.find((item) => item.encounter)?.encounter?.[0];
  const common = {
    type: 'charge',
    patient: subjectOf(main.patient),
    encounterExternalId: idOf(encounter),
  } as const;
  const shared = {
    isCancelled: cancelledCharges.has(main.status ?? ''),
    chargedAt: requiredTime(main.created ?? main.meta?.lastUpdated, '收费时间'),
  };
  const id = requiredText(main.id, '收费编号');
  const lineOf = (item: ClaimItem): Canonical => ({
    ...common,
    externalId: `Claim/${id}#${item.sequence}`,
    encounterExternalId: idOf(item.encounter?.[0]) || common.encounterExternalId,
    charge: {
      ...shared,
      code: item.productOrService?.coding?.[0]?.code ?? '',
      name: requiredText(textOf(item.productOrService), '收费项目'),
      quantityText: quantityText(item.quantity),
      amountFen: fenOf(item.net ?? {}),
    },
  });
  const whole: Canonical = {
    ...common,
    externalId: `Claim/${id}`,
    charge: {
      ...shared,
      code: '',
      name: textOf(main.item?.[0]?.productOrService) || '诊疗费用',
      quantityText: '',
      amountFen: fenOf(main.total ?? {}),
    },
  };
  return {
    items: priced.length > 0 ? priced.map(lineOf) : [whole],
    leftOut: leftOutOf(main, [
      'identifier',
      'status',
      'type',
      'use',
      'patient',
      'created',
      'item',
      'total',
    ]),
  };
}

/** Money is yuan with at most two decimals; anything else is not what somebody here paid. */
function fenOf({ value, currency }: Money): number {
  if (currency !== undefined && currency !== 'CNY') {
    throw new InboundProblem('unit-mismatch', '金额不是人民币');
  }
  const yuan = decimalOf(value);
  if (yuan === null) throw missing('金额');
  const fen = Math.round(yuan * 100);
  if (Math.abs(fen / 100 - yuan) > 1e-9 || !Number.isSafeInteger(fen)) {
    throw new InboundProblem('unit-mismatch', '金额不是整分');
  }
  return fen;
}
