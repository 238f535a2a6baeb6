import { Pool, type PoolConfig } from 'pg';

/** What the database of a hospital can be asked; rows as text, as they came. */
export interface ViewDatabase {
  rows(sql: string, values: readonly unknown[]): Promise<Record<string, string | null>[]>;
  close(): Promise<void>;
}

const STATEMENT_MS = 60_000;

const faults: Record<string, string> = {
  '28P01': '用户名或密码不对',
  '28000': '不允许从这里连接',
  '3D000': '没有这个数据库',
  '42P01': '没有这个视图',
  '42703': '没有这一列',
  '42501': '没有读取权限',
  '42883': '列的类型不能比较',
  '22P02': '列的类型和对照表不符',
  '57014': '查询超时',
  '53300': '连接数已满',
};

/** Why the database was of no use. Its own words stay out: they may quote values. */
export class ViewFailure extends Error {
  override readonly name = 'ViewFailure';
}

/** A few connections of its own, which can read and nothing else, whatever the role may do. */
export class ReadOnlyDatabase implements ViewDatabase {
  private readonly pool: Pool;

  constructor(url: string, zone: string) {
    const config: PoolConfig = {
      connectionString: url,
      max: 2,
      connectionTimeoutMillis: 8_000,
      idleTimeoutMillis: 30_000,
      query_timeout: STATEMENT_MS + 5_000,
      keepAlive: true,
      application_name: 'suizhen-views',
      options: [
        '-c default_transaction_read_only=on',
        `-c statement_timeout=${STATEMENT_MS}`,
        '-c datestyle=ISO',
        `-c timezone=${zone}`,
      ].join(' '),
    };
    this.pool = new Pool(config);
    // A connection that breaks while nobody uses it concerns nobody: the next one is opened when needed.
    this.pool.on('error', () => undefined);
  }

  async rows(sql: string, values: readonly unknown[]): Promise<Record<string, string | null>[]> {
    try {
      const result = await this.pool.query({ text: sql, values: [...values] });
      return result.rows as Record<string, string | null>[];
    } catch (error) {
      const { code = '' } = error as { code?: string };
      throw new ViewFailure(
        `HIS 视图：${faults[code] ?? (code ? `数据库报错 ${code}` : '连接不上')}`,
      );
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** A name is a name, whatever stands in it: a mapping is not SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quotedView(view: string): string {
  return view.split('.').map(quoted).join('.');
}
