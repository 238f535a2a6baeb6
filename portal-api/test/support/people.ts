import type { DeviceKind, RoleId } from '@suizhen/contract';
import { hashToken, KernelContext, newToken } from '../../src/kernel';
import type { Credentials, TestApp } from './app';

/** Sign-in sessions run on real time. */
const inAnHour = () => new Date(Date.now() + 3_600_000);

export interface TestAccount {
  accountId: string;
  as: Credentials;
}

export interface TestStaff {
  staffId: string;
  as: Credentials;
}

/**
 * An account that is signed in as a mini-program would be.
 * @param options.phone gives it a phone; default none
 * @param options.withConsents consents to everything required in the versions in force; default true
 * @param options.isSteppedUp the session has proved itself by a code already; default true
 */
export async function signInAccount(
  app: TestApp,
  options: {
    phone?: string;
    withConsents?: boolean;
    openid?: string;
    isSteppedUp?: boolean;
  } = {},
): Promise<TestAccount> {
  const { secrets } = await app.get(KernelContext);
  const accountId = app.newId();
  const phone = options.phone;
  await app.sql.query(
    `insert into account (id, phone_cipher, phone_index, wechat_openid, created_at) values ($1, $2, $3, $4, $5)`,
    [
      accountId,
      phone ? secrets.encrypt(phone) : null,
      phone ? secrets.index('phone', phone) : null,
      options.openid ?? null,
      app.clock.now(),
    ],
  );
  if (options.withConsents !== false) await consentToAll(app, accountId);
  const token = newToken();
  await app.sql.query(
    `insert into account_session (id, account_id, token_hash, client, created_at, last_seen_at, expires_at,
       stepped_up_until)
     values ($1, $2, $3, 'weapp', $4, $4, $5, $6)`,
    [
      app.newId(),
      accountId,
      hashToken(token),
      new Date(Date.now()),
      inAnHour(),
      options.isSteppedUp === false ? null : inAnHour(),
    ],
  );
  return { accountId, as: { authorization: `Bearer ${token}`, 'x-client': 'weapp' } };
}

async function consentToAll(app: TestApp, accountId: string): Promise<void> {
  const notices = (await app.call('listPrivacyNotices')).body.items;
  for (const notice of notices) {
    await app.sql.query(
      `insert into consent (id, account_id, purpose, version, text_hash, client, given_at)
       values ($1, $2, $3, $4, 'test', 'weapp', $5)`,
      [app.newId(), accountId, notice.purpose, notice.version, app.clock.now()],
    );
  }
}

/** A staff member who is signed in as a browser would be. */
export async function signInStaff(
  app: TestApp,
  options: {
    role: RoleId;
    branchId?: string;
    departmentId?: string;
    teamId?: string;
    doctorId?: string;
    name?: string;
  },
): Promise<TestStaff> {
  const staffId = app.newId();
  await app.sql.query(
    `insert into staff (id, username, name, password_hash, must_change_password, branch_id, department_id, team_id,
       doctor_id, created_at)
     values ($1, $2, $3, 'unusable', false, $4, $5, $6, $7, $8)`,
    [
      staffId,
      `u${staffId.replaceAll('-', '').slice(-20)}`,
      options.name ?? '测试员工',
      options.branchId ?? null,
      options.departmentId ?? null,
      options.teamId ?? null,
      options.doctorId ?? null,
      app.clock.now(),
    ],
  );
  await app.sql.query(`insert into staff_role (staff_id, role_id) values ($1, $2)`, [
    staffId,
    options.role,
  ]);
  const token = newToken();
  const csrf = newToken();
  await app.sql.query(
    `insert into staff_session (id, staff_id, token_hash, client, created_at, last_seen_at, expires_at)
     values ($1, $2, $3, 'browser', $4, $4, $5)`,
    [app.newId(), staffId, hashToken(token), new Date(Date.now()), inAnHour()],
  );
  return {
    staffId,
    as: { cookie: `suizhen_staff=${token}; csrf_staff=${csrf}`, 'x-csrf': csrf },
  };
}

export interface TestDevice {
  deviceId: string;
  /** Headers of the display's or kiosk's own browser. */
  as: Credentials;
}

/** A paired display or kiosk. */
export async function aDevice(
  app: TestApp,
  options: { kind: DeviceKind; branchId: string; departmentIds?: string[]; name?: string },
): Promise<TestDevice> {
  const deviceId = app.newId();
  const token = newToken();
  const csrf = newToken();
  await app.sql.query(
    `insert into device (id, kind, name, branch_id, department_ids, token_hash, paired_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [
      deviceId,
      options.kind,
      options.name ?? `设备${deviceId.slice(-6)}`,
      options.branchId,
      options.departmentIds ?? [],
      hashToken(token),
      app.clock.now(),
    ],
  );
  return {
    deviceId,
    as: { cookie: `suizhen_board=${token}; csrf_board=${csrf}`, 'x-csrf': csrf },
  };
}
