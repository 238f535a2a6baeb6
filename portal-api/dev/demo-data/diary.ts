import type { GlucoseMoment, VitalKind, VitalSource } from '@suizhen/contract';
import { addDays, addMinutes, instantAt } from '../../src/kernel/local-date';
import { deviationsOf, deviationText } from '../../src/modules/records/vitals/vital.rules';
import { defaultLimitsFor, usualLimits } from '../../src/modules/records/vitals/vital.defaults';
import { familyMember } from './family-ids';
import { departmentId } from './directory';
import { addRows, type DemoContext } from './demo-context';
import { demoId, Seeded } from './seeded';
import { staffId } from './staff';

interface Reading extends Record<string, unknown> {
  id: string;
  patient_id: string;
  kind: VitalKind;
  systolic: number | null;
  diastolic: number | null;
  value: number | null;
  moment: GlucoseMoment | null;
  measured_at: Date;
  source: VitalSource;
  account_id: string | null;
  device_id: string | null;
  device_reading_id: string | null;
  note: string;
  is_beyond_limits: boolean;
  recorded_at: Date;
}

type Measured = Pick<Reading, 'kind'> &
  Partial<Pick<Reading, 'systolic' | 'diastolic' | 'value' | 'moment' | 'note' | 'device_id'>>;

/** Readings reach back so many days. */
const days = 60;
/** 陈建国's own limits for his pressure. */
const ownLimits = { low: 100, high: 150, lowDiastolic: 60, highDiastolic: 95 };
const defaults = defaultLimitsFor(usualLimits, 40);

/** What the families measure at home: a father with high pressure and diabetes, a child with fever, a weight. */
export async function addDiary(context: DemoContext): Promise<void> {
  const { sql, now } = context;
  const [father, mother, child] = [familyMember(0, 3), familyMember(0, 0), familyMember(0, 2)];
  const deviceId = demoId('vital-device', father.patientId);
  await addRows(sql, 'vital_device', [
    {
      id: deviceId,
      patient_id: father.patientId,
      account_id: father.accountId,
      name: '上臂式血压计',
      kinds: ['blood-pressure', 'heart-rate'],
      key_cipher: context.secrets.encrypt(demoId('vital-key', father.patientId)),
      added_at: addMinutes(now, -days * 1_440),
      last_reading_at: addMinutes(now, -120),
    },
  ]);
  await addRows(sql, 'vital_limit', [
    {
      patient_id: father.patientId,
      kind: 'blood-pressure',
      ...{ low: ownLimits.low, high: ownLimits.high },
      ...{ low_diastolic: ownLimits.lowDiastolic, high_diastolic: ownLimits.highDiastolic },
      updated_at: addMinutes(now, -days * 1_440),
    },
  ]);
  const readings = [
    ...fathersReadings(context, father, deviceId),
    ...mothersReadings(context, mother),
    ...feverOf(context, child),
    ...pulseOf(context, familyMember(2, 0)),
  ];
  await addRows(sql, 'vital_reading', readings);
  await addOldAlarm(context, readings, father.patientId);
  await addOpenAlarm(context);
}

type Member = ReturnType<typeof familyMember>;

function readingOf(who: Member, at: Date, measured: Measured): Reading {
  const { kind } = measured;
  const numbers = {
    systolic: measured.systolic ?? null,
    diastolic: measured.diastolic ?? null,
    value: measured.value ?? null,
  };
  const limits = kind === 'blood-pressure' && who.hasOwnLimits ? ownLimits : defaults[kind];
  const deviceId = measured.device_id ?? null;
  const id = demoId('vital', `${who.patientId}/${kind}/${at.toISOString()}`);
  return {
    id,
    patient_id: who.patientId,
    kind,
    ...numbers,
    moment: measured.moment ?? null,
    measured_at: at,
    source: deviceId ? 'device' : 'manual',
    account_id: deviceId ? null : who.accountId,
    device_id: deviceId,
    device_reading_id: deviceId && id,
    note: measured.note ?? '',
    is_beyond_limits: deviationsOf({ kind, ...numbers }, limits).length > 0,
    recorded_at: at,
  };
}

/** The days back from yesterday, oldest first. */
const lastDays = (count: number) => Array.from({ length: count }, (_, n) => count - n);

function fathersReadings({ today }: DemoContext, member: Member, deviceId: string): Reading[] {
  const who = { ...member, hasOwnLimits: true };
  const random = new Seeded('diary/father');
  return lastDays(days).flatMap((ago) => {
    const date = addDays(today, -ago);
    const at = (time: string) => addMinutes(instantAt(date, time), random.int(0, 25));
    // Better since the medicine was changed a month ago; one bad day last week.
    const base = ago === 6 ? 163 : 144 - Math.round((days - ago) / 6);
    const readings = ['07:00', '20:30'].map((time) =>
      readingOf(who, at(time), {
        kind: 'blood-pressure',
        systolic: base + random.int(-5, 5),
        diastolic: Math.round(base * 0.58) + random.int(-3, 3),
        device_id: deviceId,
      }),
    );
    const glucose: Measured = {
      kind: 'glucose',
      value: Math.round((6.4 + random.next() * 1.8) * 10) / 10,
      moment: 'fasting',
    };
    const weight: Measured = {
      kind: 'weight',
      value: Math.round((78.5 - (days - ago) / 30 + random.next()) * 10) / 10,
    };
    if (ago % 2 === 0) readings.push(readingOf(who, at('06:40'), glucose));
    if (ago % 7 === 0) readings.push(readingOf(who, at('07:10'), weight));
    return readings;
  });
}

function mothersReadings({ today }: DemoContext, who: Member): Reading[] {
  const random = new Seeded('diary/mother');
  return lastDays(days)
    .filter((ago) => ago % 5 === 0)
    .flatMap((ago) => {
      const at = instantAt(addDays(today, -ago), '21:00');
      const value = Math.round((56.2 + random.next() * 0.8) * 10) / 10;
      return [
        readingOf(who, at, { kind: 'weight', value }),
        readingOf(who, at, { kind: 'heart-rate', value: random.int(66, 80) }),
      ];
    });
}

/** Three days of fever a fortnight ago. */
function feverOf({ today }: DemoContext, who: Member): Reading[] {
  const course = [38.1, 38.9, 38.3, 37.6, 37.0, 36.7];
  return course.map((value, index) =>
    readingOf(
      who,
      instantAt(addDays(today, -15 + Math.floor(index / 2)), index % 2 ? '20:00' : '08:00'),
      {
        kind: 'temperature',
        value,
        note: value > 38.5 ? '已服退热药' : '',
      },
    ),
  );
}

function pulseOf({ today }: DemoContext, who: Member): Reading[] {
  const random = new Seeded('diary/pulse');
  return lastDays(20).map((ago) =>
    readingOf(who, instantAt(addDays(today, -ago), '08:30'), {
      kind: 'heart-rate',
      value: random.int(58, 84),
    }),
  );
}

const fathersDepartment = () => departmentId('MAIN', '03.04');

/** The bad day last week: somebody called, and the patient was seen. */
async function addOldAlarm(
  { sql }: DemoContext,
  readings: readonly Reading[],
  patientId: string,
): Promise<void> {
  const bad = readings.find(
    (one) =>
      one.patient_id === patientId &&
      one.is_beyond_limits &&
      one.kind === 'blood-pressure' &&
      one.systolic! > 157,
  );
  if (!bad) return;
  const [place] = await placeOf(sql, fathersDepartment());
  await addRows(sql, 'vital_alarm', [
    {
      ...alarmOf(bad, ownLimits, place!.branch_id, fathersDepartment()),
      state: 'acknowledged',
      acknowledged_at: addMinutes(bad.measured_at, 14),
      acknowledged_by: staffId('doctor'),
      note: '已电话，漏服降压药，补服后两小时复测 148/88，预约心内科复诊。',
      version: 2,
    },
  ]);
}

const placeOf = (sql: DemoContext['sql'], department: string) =>
  sql.query<{ branch_id: string }>(`select branch_id from department where id = $1`, [department]);

/** Somebody whom the doctor of the demonstration saw lately, a few minutes ago. */
async function addOpenAlarm({ sql, now }: DemoContext): Promise<void> {
  const department = departmentId('MAIN', '03.01');
  const [seen] = await sql.query<{ patient_id: string; account_id: string; branch_id: string }>(
    `select a.patient_id, a.account_id, a.branch_id from appointment a
       join patient p on p.id = a.patient_id and p.birth_date < $2
      where a.department_id = $1 and a.status = 'fulfilled' and a.account_id is not null
        and exists (select from proxy x where x.account_id = a.account_id and x.patient_id = a.patient_id
          and x.ended_at is null)
      order by a.starts_at desc, a.id limit 1`,
    [department, '2000-01-01'],
  );
  if (!seen) return;
  const who = { patientId: seen.patient_id, accountId: seen.account_id, hasOwnLimits: false };
  const at = addMinutes(now, -12);
  const reading = readingOf(who, at, {
    ...{ kind: 'blood-pressure', systolic: 178, diastolic: 104 },
    note: '头晕',
  });
  await addRows(sql, 'vital_reading', [reading]);
  const alarm = alarmOf(reading, defaults['blood-pressure'], seen.branch_id, department);
  await addRows(sql, 'vital_alarm', [alarm]);
  await addRows(sql, 'work_item', [
    {
      id: demoId('work', alarm.id),
      kind: 'vital-alarm',
      state: 'open',
      title: '血压超出提醒范围，请联系患者',
      detail: alarm.limit_text,
      patient_id: seen.patient_id,
      branch_id: seen.branch_id,
      department_id: department,
      subject_kind: 'vital-alarm',
      subject_id: alarm.id,
      due_at: alarm.due_at,
      dedupe_key: `vital-alarm:${alarm.id}:1`,
      created_at: at,
      attempts: 0,
      note: '',
      version: 1,
    },
  ]);
}

function alarmOf(
  reading: Reading,
  limits: Parameters<typeof deviationsOf>[1],
  branch: string,
  department: string,
) {
  return {
    id: demoId('vital-alarm', reading.id),
    reading_id: reading.id,
    patient_id: reading.patient_id,
    branch_id: branch,
    department_id: department,
    state: 'open',
    limit_text: deviationText(reading.kind, deviationsOf(reading, limits)),
    raised_at: reading.measured_at,
    due_at: addMinutes(reading.measured_at, 30),
    level: 1,
    acknowledged_at: null as Date | null,
    acknowledged_by: null as string | null,
    note: '',
    version: 1,
  };
}
