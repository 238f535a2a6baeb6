import { describe, expect, it } from 'vitest';
import { backToTab, chooseSlot, findDoctor } from './steps';
import type { Visit } from './visit';

const notConnected = '网络没有连上，请检查网络后再试';

/** The keys under which places were asked for. */
const keysOfHolds = ({ program }: Visit): unknown[] =>
  program
    .called('request')
    .filter(({ url, method }) => method === 'POST' && String(url).endsWith('/api/portal/holds'))
    .map(({ header }) => (header as Record<string, string>)['Idempotency-Key']);

export function describeLostNetwork(visit: Visit): void {
  describe('a lost network', () => {
    it('leaves what was read on the screen, and says so', async () => {
      const { program } = visit;
      backToTab(program);
      program.tab('就诊');
      await program.tap('过往记录');
      await program.sees('已退款');
      program.network.set(false);
      await program.pullDown();
      await program.sees('当前没有网络，连上后会自动更新');
      await program.sees('没能更新，显示的是');
      await visit.draw('offline');
      expect(program.shows('已退款')).toBe(true);
      program.network.set(true);
      await program.until(() => !program.shows('没能更新'), 'for a new reading');
    });

    it('takes no place, and one wish takes one place however often it is sent', async () => {
      const { program } = visit;
      await findDoctor(program);
      await chooseSlot(program);
      program.network.set(false);
      await program.tap('提交并支付');
      await program.sees(notConnected);
      program.network.set(true);
      await program.until(() => !program.shows(notConnected), 'for the words to go');
      visit.losesNextAnswer = true;
      await program.tap('提交并支付');
      await program.sees(notConnected);
      await program.tap('提交并支付');
      await program.sees('号源为您保留');
      const keys = keysOfHolds(visit).slice(-3);
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    });

    it('may be the moment to give the place back', async () => {
      const { program } = visit;
      await program.tap('放弃预约');
      await program.tap('继续预约');
      await program.tap('放弃预约');
      await program.tap('确定放弃');
      await program.sees('已放弃，号源已经退回');
      await program.reaches('doctor');
      backToTab(program);
      program.tab('就诊');
      await program.tap('待就诊');
      await program.sees('近期没有预约');
      expect(program.problems).toEqual([]);
    });
  });
}
