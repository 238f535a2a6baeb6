import { Client } from 'pg';
import type { Passwords } from './data-folder';

/**
 * The owner migrates; the application's own role may only do what migrations grant it. Safe to
 * repeat: an initialisation cut short is completed by the next start.
 */
export async function ensureRoles(superuserUrl: string, passwords: Passwords): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await ensureRole(client, 'suizhen', passwords.owner);
    await ensureRole(client, 'suizhen_app', passwords.app);
    const found = await client.query("select 1 from pg_database where datname = 'suizhen'");
    if (found.rowCount === 0) await client.query('create database suizhen owner suizhen');
    await client.query('revoke connect, temporary on database suizhen from public');
    await client.query('grant connect on database suizhen to suizhen_app');
  } finally {
    await client.end();
  }
}

async function ensureRole(client: Client, role: string, password: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (found.rowCount === 0) {
    await client.query(`create role ${role} login password ${client.escapeLiteral(password)}`);
  }
}
