import type { AppointmentStatus } from '@suizhen/contract';
import { addDays, addMinutes } from '../../src/kernel/local-date';
import { orderKeyOf } from '../../src/modules/appointments/queue/queue-order';
import { addRows, type DemoContext } from './demo-context';
import { branchId } from './directory';
import { demoId, Seeded } from './seeded';

interface Arrival extends Record<string, unknown> {
  id: string;
  patient_id: string;
  status: AppointmentStatus;
  place_number: number;
  starts_at: Date;
  roster_id: string;
}

interface Change {
  entry_id: string;
  kind: string;
  at: Date;
}

/** From then on the room may be free for the next. */
const visitMinutes = 8;

/** What the screens of today show: who has been seen, who is in the room, who waits. */
export async function addQueues(context: DemoContext): Promise<void> {
  const { sql, today } = context;
  const arrivals = await sql.query<Arrival>(
    `select a.id, a.patient_id, a.status, a.place_number, a.starts_at, s.roster_id
       from appointment a join slot s on s.id = a.slot_id
      where a.date = $1 and a.status in ('arrived', 'fulfilled') and substring(a.id::text, 15, 1) = '8'
        and not exists (select 1 from queue q where q.roster_id = s.roster_id)
      order by s.roster_id, a.starts_at, a.place_number`,
    [today],
  );
  const byRoster = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    byRoster.set(arrival.roster_id, [...(byRoster.get(arrival.roster_id) ?? []), arrival]);
  }
  for (const [rosterId, ofRoster] of byRoster) await addQueue(context, rosterId, ofRoster);
}

async function addQueue(
  { sql, now }: DemoContext,
  rosterId: string,
  arrivals: readonly Arrival[],
): Promise<void> {
  const here = arrivals.filter(({ status }) => status === 'arrived');
  const told = arrivals.map((arrival) => tell(arrival, here.indexOf(arrival), here.length, now));
  const changes = told
    .flatMap(({ changes: own }) => own)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  await sql.query(
    `insert into queue (roster_id, branch_id, department_id, date, version)
     select id, branch_id, department_id, date, $2 from roster where id = $1`,
    [rosterId, changes.length],
  );
  await addRows(
    sql,
    'queue_entry',
    told.map(({ entry }) => entry),
  );
  await addRows(
    sql,
    'queue_change',
    changes.map((change, index) => ({
      ...change,
      roster_id: rosterId,
      version: index + 1,
      actor_kind: 'system',
      detail: {},
    })),
  );
}

/** @param place among those who are in the house now; -1 for who has been seen */
function tell(arrival: Arrival, place: number, crowd: number, now: Date) {
  const id = demoId('queue-entry', arrival.id);
  const isSeen = place < 0;
  const early = addMinutes(arrival.starts_at, -25);
  const latest = addMinutes(now, -12);
  const checkedInAt = early < latest ? early : latest;
  const isInRoom = place === 0;
  // Somebody went for a coffee when the number came up.
  const isPassed = place === 1 && crowd > 4;
  const calledAt = isSeen ? arrival.starts_at : addMinutes(now, isPassed ? -9 : -5);
  const finishedAt = isSeen ? addMinutes(calledAt, visitMinutes) : null;
  const state = isSeen ? 'done' : isInRoom ? 'in-visit' : isPassed ? 'passed' : 'waiting';
  const isCalled = state !== 'waiting';
  const change = (kind: string, at: Date): Change => ({ entry_id: id, kind, at });
  return {
    entry: {
      id,
      roster_id: arrival.roster_id,
      appointment_id: arrival.id,
      patient_id: arrival.patient_id,
      number: arrival.place_number,
      state,
      method: new Seeded(id).pick(['position', 'site-code', 'desk', 'kiosk']),
      is_late: false,
      priority: 'none',
      priority_reason: '',
      order_key: orderKeyOf(arrival.starts_at, arrival.place_number),
      checked_in_at: checkedInAt,
      called_at: isCalled ? calledAt : null,
      calls: isCalled ? 1 : 0,
      started_at: isSeen || isInRoom ? calledAt : null,
      finished_at: finishedAt,
      version: 1,
    },
    changes: [
      change('checked-in', checkedInAt),
      ...(isCalled ? [change('called', calledAt)] : []),
      ...(isSeen || isInRoom ? [change('started', calledAt)] : []),
      ...(isPassed ? [change('passed', addMinutes(calledAt, 2))] : []),
      ...(finishedAt ? [change('finished', finishedAt)] : []),
    ],
  };
}

const reasons = [
  '头晕、乏力两周，休息后没有好转',
  '复查血压，近一周家里量都在 150 以上',
  '咳嗽一个月，夜里明显，没有发烧',
  '膝盖上下楼疼，想看看要不要拍片子',
  '体检报告提示甲状腺结节，请医生看看',
  '胃胀、反酸，饭后加重',
  '术后一个月复查',
];
const preparations = ['备上次检查报告', '备血压计', '备轮椅', '请先测血糖'];

/** In their own words, why some of the patients of these days come; and what nurses have noted. */
export async function addVisitReasons({ sql, secrets, today }: DemoContext): Promise<void> {
  const visits = await sql.query<{ id: string }>(
    `select id from appointment
      where date between $1 and $2 and status in ('booked', 'arrived') and visit_reason_cipher is null
        and substring(id::text, 15, 1) = '8' order by id`,
    [today, addDays(today, 2)],
  );
  const told = visits.filter(({ id }) => new Seeded(`reason/${id}`).chance(0.4));
  await sql.query(
    `update appointment set visit_reason_cipher = told.reason, preparation = told.preparation
       from unnest($1::uuid[], $2::text[], $3::text[]) as told (id, reason, preparation)
      where appointment.id = told.id`,
    [
      told.map(({ id }) => id),
      told.map(({ id }) => secrets.encrypt(new Seeded(`reason/${id}/words`).pick(reasons))),
      told.map(({ id }) => {
        const random = new Seeded(`preparation/${id}`);
        return random.chance(0.3) ? random.pick(preparations) : '';
      }),
    ],
  );
}

/** Set up and waiting for their pairing code. */
export async function addDevices({ sql, now }: DemoContext): Promise<void> {
  const devices = [
    { kind: 'board', name: '门诊一楼候诊大屏', branch: 'MAIN' },
    { kind: 'kiosk', name: '门诊大厅自助机 1', branch: 'MAIN' },
    { kind: 'board', name: '东湖门诊候诊大屏', branch: 'PARK' },
  ];
  await addRows(
    sql,
    'device',
    devices.map(({ kind, name, branch }) => ({
      id: demoId('device', name),
      kind,
      name,
      branch_id: branchId(branch),
      department_ids: [],
      created_at: now,
      version: 1,
    })),
  );
}
