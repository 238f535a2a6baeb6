import type { OrderKind } from '@suizhen/contract';
import type { Canonical, PatientRef } from '../../../modules/integration';
import type { Segment } from '../message';
import { codedText, type Context, missing } from './context';
import { visitNumber } from './encounter';
import { patientRef } from './patient';
import { sectionKind } from './report-kind';

/** ORC-1, table 0119, in the words that staff read. */
const controls: Record<string, string> = {
  NW: '已开立',
  SN: '已开立',
  XO: '已修改',
  RP: '已替换',
  CA: '已取消',
  OC: '已取消',
  CR: '已取消',
  DC: '已停止',
  OD: '已停止',
  HD: '已暂停',
  RL: '已恢复',
};
/** ORC-5, table 0038. */
const statuses: Record<string, string> = {
  CM: '已完成',
  IP: '执行中',
  SC: '已安排',
  CA: '已取消',
  DC: '已停止',
  HD: '已暂停',
};

interface OrderGroup {
  orc: Segment;
  details: Segment[];
}

export function readOrders(context: Context): Canonical[] {
  const pid = context.message.first('PID');
  if (!pid) throw missing('PID', '患者信息');
  const patient = patientRef(context, pid);
  const visit = visitNumber(context.message.first('PV1'));
  const orders = groups(context).map((group) => readOrder(context, group, patient, visit));
  if (orders.length === 0) throw missing('ORC', '医嘱');
  return [...orders, ...readCharges(context, patient, visit)];
}

/** What stands behind an ORC until the next belongs to it. */
function groups({ message }: Context): OrderGroup[] {
  const found: OrderGroup[] = [];
  for (const segment of message.segments) {
    if (segment.name === 'ORC') found.push({ orc: segment, details: [] });
    else found.at(-1)?.details.push(segment);
  }
  return found;
}

function readOrder(
  { times }: Context,
  { orc, details }: OrderGroup,
  patient: PatientRef,
  encounterExternalId: string,
): Canonical {
  const detail = (name: string) => details.find((segment) => segment.name === name);
  const [obr, rxo] = [detail('OBR'), detail('RXO')];
  const externalId = orc.text(2) || orc.text(3) || obr?.text(2) || obr?.text(3);
  if (!externalId) throw missing('ORC-2', '医嘱号');
  const service = obr ?? rxo ?? detail('RQD') ?? detail('ODS');
  const coded = obr ? 4 : rxo ? 1 : 3;
  const name = service ? codedText(service, coded) : '';
  if (!service || !name) throw missing(rxo ? 'RXO-1' : 'OBR-4', '医嘱项目');
  const orderedAt = times.of(orc, 9) ?? (obr && times.of(obr, 6)) ?? times.sentAt;
  if (!orderedAt) throw missing('ORC-9', '开立时间');
  const amount = rxo ? [rxo.text(2), rxo.text(4, 2) || rxo.text(4)].join('') : '';
  return {
    type: 'order',
    externalId,
    patient,
    encounterExternalId,
    order: {
      kind: kindOf(obr, rxo),
      code: service.text(coded),
      name,
      dosage: rxo ? [amount, codedText(rxo, 7)].filter((part) => part !== '').join('，') : '',
      quantityText: rxo ? rxo.text(11) + (rxo.text(12, 2) || rxo.text(12)) : '',
      status: statuses[orc.text(5)] ?? controls[orc.text(1)] ?? '',
      orderedAt,
    },
  };
}

function kindOf(obr: Segment | undefined, rxo: Segment | undefined): OrderKind {
  if (rxo) return 'medication';
  const section = obr ? sectionKind(obr.text(24)) : null;
  if (section === 'dental-picture') return 'dental';
  if (section === 'imaging') return 'imaging';
  return section === 'lab' || section === 'pathology' ? 'lab' : 'procedure';
}

/** FT1: what was charged with the order. */
function readCharges(
  { message, times }: Context,
  patient: PatientRef,
  encounterExternalId: string,
): Canonical[] {
  return message.all('FT1').map((ft1): Canonical => {
    const name = codedText(ft1, 7);
    const [id, chargedAt] = [ft1.text(2), times.of(ft1, 4)];
    if (!id || !name) throw missing(id ? 'FT1-7' : 'FT1-2', id ? '费用项目' : '费用编号');
    if (!chargedAt) throw missing('FT1-4', '计费时间');
    const amountFen = fenOf(ft1.text(11) || ft1.text(12));
    if (amountFen === null) throw missing('FT1-11', '金额');
    return {
      type: 'charge',
      externalId: id,
      patient,
      encounterExternalId,
      charge: {
        code: ft1.text(7),
        name,
        quantityText: ft1.text(10),
        amountFen,
        isCancelled: ft1.text(6).toUpperCase() === 'CD',
        chargedAt,
      },
    };
  });
}

/** Yuan with at most two decimals, in fen, without ever being a fraction. */
function fenOf(yuan: string): number | null {
  const match = /^(-?)(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(yuan);
  if (!match) return null;
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] ? -fen : fen;
}
