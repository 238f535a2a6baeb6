import { expect, it } from 'vitest';
import { demoMapping } from '../../../dev/simulators/his/views-mapping';
import type { RawItem } from '../../modules/integration/ports';
import { readMapping } from './mapping';
import { pullView } from './pull';
import type { RawRow } from './row';

const mapping = readMapping(JSON.stringify(demoMapping));

/** One report with one line, each with the time at which it says that it changed. */
async function pulledReport(value: string, lineChangedAt: string): Promise<RawItem> {
  const database = {
    rows: (sql: string): Promise<RawRow[]> => {
      if (sql.includes('group by')) return Promise.resolve([]);
      if (!sql.includes('v_bgmx')) {
        return Promise.resolve([{ '#id': 'R1', '#changed': '2026-03-02 09:00:00', brid: 'P1' }]);
      }
      const line = { '#report': 'R1', '#changed': lineChangedAt, xmdm: 'K', jg: value };
      return Promise.resolve([line]);
    },
    close: () => Promise.resolve(),
  };
  const since = new Date('2026-03-02T00:00:00+08:00');
  for await (const [item] of pullView(database, mapping, 'report', { since, until: since })) {
    return item!;
  }
  throw new Error('nothing came');
}

it('a line that is corrected, and corrected back, is three versions of its report', async () => {
  const items = [
    await pulledReport('4.10', '2026-03-02 09:00:00'),
    await pulledReport('5.20', '2026-03-02 09:05:00'),
    await pulledReport('4.10', '2026-03-02 09:07:00'),
  ];
  expect(new Set(items.map(({ version }) => version)).size).toBe(3);
  // As late as its line: else what was seen before would count as the later.
  expect(items[2]!.changedAt).toEqual(new Date('2026-03-02T09:07:00+08:00'));
});

it('the same once more is the same', async () => {
  const one = await pulledReport('4.10', '2026-03-02 09:00:00');
  expect(await pulledReport('4.10', '2026-03-02 09:00:00')).toEqual(one);
});
