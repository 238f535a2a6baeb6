import { hashPassword } from '../../src/modules/identity/staff/password-hash';
import { staffAccounts, teams, type DemoStaff } from './accounts';
import { branchId, demoDoctors, departmentId } from './directory';
import { addRows, type DemoContext } from './demo-context';
import { fictitiousPhone } from './people';
import { demoId } from './seeded';

const teamId = (name: string): string => demoId('team', name);
export const staffId = (username: string): string => demoId('staff', username);

/** Teams, and at least one person for each of the ten roles. */
export async function addStaff(context: DemoContext): Promise<void> {
  const { sql } = context;
  await addRows(
    sql,
    'team',
    teams.map((team) => ({
      id: teamId(team.name),
      name: team.name,
      branch_id: branchId(team.branch),
      is_active: true,
      version: 1,
    })),
  );
  const [known] = await sql.query<{ n: number }>(
    `select count(*)::int as n from staff where id = any($1)`,
    [staffAccounts.map((staff) => staffId(staff.username))],
  );
  if (known?.n === staffAccounts.length) return;
  const hashes = new Map<string, string>();
  for (const { password } of staffAccounts) {
    if (!hashes.has(password)) hashes.set(password, await hashPassword(password));
  }
  const rows = staffAccounts.map((staff, index) =>
    staffRow(context, staff, index, hashes.get(staff.password) ?? ''),
  );
  await addRows(sql, 'staff', rows);
  await addRows(
    sql,
    'staff_role',
    staffAccounts.map((staff) => ({ staff_id: staffId(staff.username), role_id: staff.role })),
  );
}

function staffRow(context: DemoContext, staff: DemoStaff, index: number, passwordHash: string) {
  const { secrets, now } = context;
  const phone = fictitiousPhone(900_000 + index);
  const doctor = staff.isDoctor
    ? demoDoctors().find(
        ({ branch, department }) => branch === staff.branch && department.code === staff.department,
      )
    : undefined;
  return {
    id: staffId(staff.username),
    username: staff.username,
    name: doctor?.name ?? staff.name,
    phone_cipher: secrets.encrypt(phone),
    phone_index: secrets.index('phone', phone),
    password_hash: passwordHash,
    must_change_password: false,
    failed_attempts: 0,
    branch_id: staff.branch && branchId(staff.branch),
    department_id: staff.branch && staff.department && departmentId(staff.branch, staff.department),
    team_id: staff.team && teamId(staff.team),
    doctor_id: doctor?.id ?? null,
    is_active: true,
    created_at: now.toISOString(),
    version: 1,
  };
}
