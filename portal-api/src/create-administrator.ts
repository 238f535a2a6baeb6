import 'reflect-metadata';
import { Client } from 'pg';
import { newCode, newId, realTime } from './kernel';
import { hashPassword } from './modules/identity';

export interface FirstAdministrator {
  username: string;
  /** Good for one sign-in, which asks for a new one. */
  password: string;
}

/**
 * Makes the first super administrator of a fresh hospital: there are no default accounts, and later
 * ones are made in the console.
 * @returns null when an active super administrator exists already
 */
export async function createAdministrator(
  databaseUrl: string,
  person: { username: string; name: string },
): Promise<FirstAdministrator | null> {
  const password = [newCode(4), newCode(4).toLowerCase(), newCode(4)].join('-');
  const passwordHash = await hashPassword(password);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    // Two who run this at once make one administrator.
    await client.query('lock table staff_role in share row exclusive mode');
    const now = realTime.now();
    const made = await client.query(
      `with person as (
         insert into staff (id, username, name, password_hash, must_change_password, created_at)
         select $1, $2, $3, $4, true, $5
          where not exists (select 1 from staff_role sr join staff m on m.id = sr.staff_id
                             where sr.role_id = 'super-admin' and m.is_active)
         returning id)
       insert into staff_role (staff_id, role_id) select id, 'super-admin' from person returning staff_id`,
      [newId(now), person.username, person.name, passwordHash, now],
    );
    await client.query('commit');
    return made.rowCount === 0 ? null : { username: person.username, password };
  } finally {
    await client.end();
  }
}

async function main(): Promise<void> {
  const [username, name = '系统管理员'] = process.argv.slice(2);
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) throw new Error('DATABASE_URL is missing: postgres://…');
  if (!username || !/^[a-z][a-z0-9._-]{2,31}$/.test(username)) {
    throw new Error(
      'Usage: node portal-api/dist/src/create-administrator.js <user name: 3–32 letters, digits, dots or dashes> [name]',
    );
  }
  const made = await createAdministrator(databaseUrl, { username, name });
  if (!made) throw new Error('There is a super administrator already: add staff in the console.');
  console.log(
    `User name: ${made.username}\nFirst password: ${made.password}\nSign in at /admin/ now.`,
  );
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
}
