import { hashToken, newId, newToken } from '../src/kernel';
import { realTime } from '../src/kernel/clock';
import { addDays, instantAt, localDateOf } from '../src/kernel/local-date';
import { nameGrams } from '../src/modules/patients/patient-name';
import { privacyNotices } from '../src/modules/identity/accounts/privacy-notices';
import type { Stage } from './stage';

const now = () => realTime.now();
const ids = (count: number) => Array.from({ length: count }, () => newId(now()));

export interface BenchClinic {
  doctorId: string;
  /** Tomorrow, so that every slot is ahead. */
  date: string;
  slotIds: string[];
}

/** A doctor whose day has `slots` slots of `capacity` places, open to patients. */
export async function makeClinic(
  stage: Stage,
  slots: number,
  capacity: number,
): Promise<BenchClinic> {
  const { sql } = stage;
  const [branchId, departmentId, serviceId, doctorId, rosterId] = ids(5) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const date = addDays(localDateOf(now()), 1);
  await sql.query(
    `insert into branch (id, code, name, address) values ($1::uuid, $1::uuid::text, $1::uuid::text, '路 1 号')`,
    [branchId],
  );
  await sql.query(
    `insert into department (id, branch_id, code, name, group_name) values ($1::uuid, $2, $1::uuid::text, $1::uuid::text, '内科')`,
    [departmentId, branchId],
  );
  await sql.query(
    `insert into service (id, code, name, kind, price_fen) values ($1::uuid, $1::uuid::text, $1::uuid::text, 'registration', 2500)`,
    [serviceId],
  );
  await sql.query(
    `insert into doctor (id, department_id, name, title) values ($1, $2, '李医生', 'attending')`,
    [doctorId, departmentId],
  );
  await sql.query(
    `insert into roster (id, doctor_id, department_id, branch_id, date, period, start_time, end_time, slot_minutes,
       shared_capacity, wechat_capacity, phone_capacity, desk_capacity, service_id, fee_fen, release_at)
     values ($1, $2, $3, $4, $5, 'morning', '08:00', '12:00', 15, $6, 0, 0, 0, $7, 2500, $8)`,
    [rosterId, doctorId, departmentId, branchId, date, capacity, serviceId, now()],
  );
  const slotIds = ids(slots);
  await sql.query(
    `insert into slot (id, roster_id, doctor_id, department_id, branch_id, date, period, starts_at, ends_at,
       capacity, fee_fen, release_at)
     select id, $2, $3, $4, $5, $6, 'morning', $7::timestamptz + make_interval(secs => n), $7::timestamptz + make_interval(secs => n + 900),
       $8, 2500, $9 from unnest($1::uuid[]) with ordinality as x (id, n)`,
    [
      slotIds,
      rosterId,
      doctorId,
      departmentId,
      branchId,
      date,
      instantAt(date, '08:00'),
      capacity,
      now(),
    ],
  );
  await sql.query(
    `insert into place (slot_id, number, channel)
     select id, n, 'any' from unnest($1::uuid[]) id, generate_series(1, $2) n`,
    [slotIds, capacity],
  );
  return { doctorId, date, slotIds };
}

/** Patients with Chinese names, in batches; all with the same phone cipher, since encryption is not what is measured. */
export async function makePatients(
  stage: Pick<Stage, 'sql' | 'secrets'>,
  count: number,
): Promise<string[]> {
  const { sql, secrets } = stage;
  const cipher = secrets.encrypt('13800001234');
  const made: string[] = [];
  for (let from = 0; from < count; from += 20_000) {
    const batch = ids(Math.min(20_000, count - from));
    const names = batch.map((_, index) => nameOf(from + index));
    await sql.query(
      `insert into patient (id, name, name_grams, gender, birth_date, identity_type, identity_cipher, identity_index,
         phone_cipher, phone_index, phone_tail_index, registered_at)
       select id, name, string_to_array(grams, ' '), 'male', '1980-01-01', 'passport', $4, id::text, $4, id::text, tail, $5
         from unnest($1::uuid[], $2::text[], $3::text[], $6::text[]) as x (id, name, grams, tail)`,
      [
        batch,
        names,
        names.map((name) => nameGrams(name).join(' ')),
        cipher,
        now(),
        batch.map((_, index) =>
          secrets.index('phone-tail', String((from + index) % 10_000).padStart(4, '0')),
        ),
      ],
    );
    made.push(...batch);
  }
  return made;
}

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕',
];
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文斌宇浩凯欣怡佳俊晨雪梅志鹏倩楠',
];

/** The same name for the same number in every run; spread over surnames and two given letters. */
export function nameOf(n: number): string {
  const a = (n * 7919) % surnames.length;
  const b = (n * 104_729) % given.length;
  const c = Math.floor((n * 1_299_709) / 3) % given.length;
  return surnames[a]! + given[b]! + (n % 5 === 0 ? '' : given[c]!);
}

/** Signed-in accounts that consented to everything; patients are dealt out among them as proxies. */
export async function makeAccounts(
  stage: Pick<Stage, 'sql'>,
  count: number,
  patientIds: readonly string[],
) {
  const { sql } = stage;
  const accounts = ids(count).map((id) => ({ id, token: newToken() }));
  for (const { id, token } of accounts) {
    await sql.query(`insert into account (id, created_at) values ($1, $2)`, [id, now()]);
    await sql.query(
      `insert into account_session (id, account_id, token_hash, client, created_at, last_seen_at, expires_at)
       values ($1, $2, $3, 'weapp', $4, $4, $5)`,
      [newId(now()), id, hashToken(token), now(), new Date(now().getTime() + 86_400_000)],
    );
    for (const notice of privacyNotices) {
      await sql.query(
        `insert into consent (id, account_id, purpose, version, text_hash, client, given_at)
         values ($1, $2, $3, $4, 'bench', 'weapp', $5)`,
        [newId(now()), id, notice.purpose, notice.version, now()],
      );
    }
  }
  await sql.query(
    `insert into proxy (id, account_id, patient_id, relation, created_at)
     select gen_random_uuid(), ($1::uuid[])[1 + n % $2], id, 'self', $4
       from unnest($3::uuid[]) with ordinality as x (id, n)`,
    [accounts.map(({ id }) => id), count, patientIds, now()],
  );
  const tokenOf = (index: number) => accounts[(index + 1) % count]!.token;
  return { tokenOf };
}

/** A staff member who is signed in with one role. */
export async function makeStaff(
  stage: Stage,
  role: string,
): Promise<{ cookie: string; csrf: string }> {
  const { sql } = stage;
  const [staffId, sessionId] = ids(2) as [string, string];
  const [token, csrf] = [newToken(), newToken()];
  await sql.query(
    `insert into staff (id, username, name, password_hash, must_change_password, created_at)
     values ($1::uuid, $1::uuid::text, '测试员工', 'unusable', false, $2)`,
    [staffId, now()],
  );
  await sql.query(`insert into staff_role (staff_id, role_id) values ($1, $2)`, [staffId, role]);
  await sql.query(
    `insert into staff_session (id, staff_id, token_hash, client, created_at, last_seen_at, expires_at)
     values ($1, $2, $3, 'browser', $4, $4, $5)`,
    [sessionId, staffId, hashToken(token), now(), new Date(now().getTime() + 3_600_000)],
  );
  return { cookie: `suizhen_staff=${token}; csrf_staff=${csrf}`, csrf };
}
