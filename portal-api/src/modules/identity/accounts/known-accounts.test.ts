import { beforeEach, describe, expect, it } from 'vitest';
import { realTime, type Database } from '../../../kernel';
import { KnownAccounts } from './known-accounts';

const day = 86_400_000;
const ago = (ms: number) => new Date(realTime.now().getTime() - ms);

/** Answers look-ups from `accounts` (hash to account), when it is told to. */
class Table {
  readonly asked: string[][] = [];
  readonly seen: string[][] = [];
  accounts = new Map<string, { account_id: string; last_seen_at?: Date }>();
  gate = () => Promise.resolve();

  async query(text: string, [keys]: readonly [string[]]) {
    if (text.startsWith('update')) {
      this.seen.push(keys);
      return [];
    }
    this.asked.push(keys);
    const rows = keys.flatMap((token_hash) => {
      const found = this.accounts.get(token_hash);
      return found ? [{ ...session, token_hash, session_id: `of ${token_hash}`, ...found }] : [];
    });
    await this.gate();
    return rows;
  }
}

const session = {
  client: 'browser',
  last_seen_at: ago(0),
  stepped_up_until: null,
  consents: [],
};

let table: Table;
let known: KnownAccounts;

beforeEach(() => {
  table = new Table();
  known = new KnownAccounts();
  known.database = table as unknown as Database;
});

/** The table has read the account and has not answered yet. */
async function aLookUpUnderWay() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  table.accounts.set('hash', { account_id: 'account' });
  table.gate = () => opened;
  const before = known.lookUp('hash', true);
  await expect.poll(() => table.asked.length).toBe(1);
  return { before, open };
}

describe('looking up who stands behind tokens', () => {
  it('asks once for many people of one moment, and once for many requests of one', async () => {
    for (const n of [1, 2, 3]) table.accounts.set(`hash-${n}`, { account_id: `account-${n}` });
    const hashes = ['hash-1', 'hash-2', 'hash-1', 'hash-3', 'nobody', 'hash-2'];
    const found = await Promise.all(hashes.map((hash) => known.lookUp(hash, true)));
    expect(found.map((account) => account?.accountId)).toEqual([
      'account-1',
      'account-2',
      'account-1',
      'account-3',
      undefined,
      'account-2',
    ]);
    expect(table.asked).toEqual([['hash-1', 'hash-2', 'hash-3', 'nobody']]);
    expect(known.remembered('hash-1')?.accountId).toBe('account-1');
    expect(known.remembered('nobody')).toBeUndefined();
  });

  it('shares and keeps nothing that was read before something changed', async () => {
    const { before, open } = await aLookUpUnderWay();
    table.accounts.delete('hash');
    known.drop('account');
    const after = known.lookUp('hash', true);
    open();
    expect((await before)?.accountId).toBe('account');
    expect(await after).toBeNull();
    expect(known.remembered('hash')).toBeUndefined();
  });

  it('reads for itself what must not be older than the question', async () => {
    const { before, open } = await aLookUpUnderWay();
    const own = known.lookUp('hash', false);
    open();
    await Promise.all([before, own]);
    expect(table.asked).toEqual([['hash'], ['hash']]);
  });

  it('knows nobody whose session idled too long, and notes the others now and then', async () => {
    table.accounts.set('idle', { account_id: 'a', last_seen_at: ago(8 * day) });
    table.accounts.set('quiet', { account_id: 'b', last_seen_at: ago(120_000) });
    table.accounts.set('lively', { account_id: 'c', last_seen_at: ago(5_000) });
    const found = await Promise.all(
      ['idle', 'quiet', 'lively'].map((hash) => known.lookUp(hash, true)),
    );
    expect(found.map((account) => account?.accountId)).toEqual([undefined, 'b', 'c']);
    expect(table.seen).toEqual([['of quiet']]);
  });

  it('asks again after an error', async () => {
    table.accounts.set('hash', { account_id: 'account' });
    table.gate = () => Promise.reject(new Error('connection lost'));
    await expect(known.lookUp('hash', true)).rejects.toThrow('connection lost');
    table.gate = () => Promise.resolve();
    expect((await known.lookUp('hash', true))?.accountId).toBe('account');
  });
});
