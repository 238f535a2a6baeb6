import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { seedRoles } from './migrations/data/roles';
import { migrations } from './migrations';
import { subscriptions } from './modules';
import { createBoss, createQueues } from './worker/queue';
import { realTime } from './kernel/clock';

/** Two processes that start together migrate one after the other. */
const migrationLock = 727_001;

/**
 * Brings a database to the present schema, as its owner, and gives the application's role its rights.
 * Safe to run again.
 * @param ownerUrl the owner's connection
 * @param applicationRole the role of DATABASE_URL; null when it is the owner itself
 * @returns the names of the migrations that ran
 */
export async function migrate(ownerUrl: string, applicationRole: string | null): Promise<string[]> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    synchronize: false,
  }).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [migrationLock]);
    const ran = await dataSource.runMigrations();
    const firstMonth = realTime.now().toISOString().slice(0, 10);
    for (const table of ['outbox', 'audit_event', 'delivery']) {
      await runner.query(`select ensure_month_partitions($1, $2, 14)`, [table, firstMonth]);
    }
    await seedRoles(runner);
    const boss = createBoss(ownerUrl, { migrate: true });
    await boss.start();
    await createQueues(boss, subscriptions);
    await boss.stop({ graceful: false });
    if (applicationRole) await grantRights(runner, applicationRole);
    return ran.map((migration) => migration.name);
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    await runner.release();
    await dataSource.destroy();
  }
}

/** Least rights: the audit can be added to and read, and nothing in it changed, not even by us. */
async function grantRights(
  runner: { query(sql: string): Promise<unknown> },
  role: string,
): Promise<void> {
  const name = `"${role.replaceAll('"', '""')}"`;
  await runner.query(`grant usage on schema public, pgboss to ${name}`);
  await runner.query(
    `grant select, insert, update, delete on all tables in schema public, pgboss to ${name}`,
  );
  await runner.query(`grant usage, select on all sequences in schema public, pgboss to ${name}`);
  await runner.query(`grant execute on all functions in schema pgboss to ${name}`);
  await runner.query(
    `revoke update, delete, truncate on audit_event, setting_change, queue_change, waitlist_receipt,
      role, role_grant from ${name}`,
  );
  await runner.query(`revoke insert on role, role_grant from ${name}`);
  await runner.query(`
    do $$ declare part regclass; begin
      for part in select inhrelid::regclass from pg_inherits where inhparent = 'audit_event'::regclass loop
        execute format('revoke update, delete, truncate on %s from ${name}', part);
      end loop;
    end $$`);
}

/** The role of a connection URL, or null when it is the owner's. */
export function roleOf(applicationUrl: string, ownerUrl: string): string | null {
  const user = decodeURIComponent(new URL(applicationUrl).username);
  return user === decodeURIComponent(new URL(ownerUrl).username) ? null : user;
}

if (require.main === module) {
  const applicationUrl = process.env.DATABASE_URL;
  const ownerUrl = process.env.DATABASE_OWNER_URL ?? applicationUrl;
  if (!applicationUrl || !ownerUrl) {
    console.error('DATABASE_URL is missing: the connection of the application role, postgres://…');
    process.exit(1);
  }
  migrate(ownerUrl, roleOf(applicationUrl, ownerUrl)).then(
    (ran) => {
      console.log(ran.length ? `migrated: ${ran.join(', ')}` : 'migrated: nothing to do');
    },
    (error: Error & { code?: string }) => {
      console.error(
        `Migration failed at ${new URL(ownerUrl).host}: ${error.code ?? ''} ${error.message}`,
      );
      process.exit(1);
    },
  );
}
