import { describe, expect, it } from 'vitest';
import { backToTab, findDoctor, chooseSlot } from './steps';
import type { Visit } from './visit';

/** In large type a finger finds this much to tap on, in px. */
const leastTarget = 60;

const isLarge = ({ program }: Visit): boolean =>
  program.all(({ className }) => className.split(' ').includes('large-type')).length > 0;

async function checkLarge(visit: Visit, name: string): Promise<void> {
  await visit.draw(`${name}-large`);
  expect(isLarge(visit), `${name} in large type`).toBe(true);
  expect(await visit.drawing.smallTargets(leastTarget), `small targets on ${name}`).toEqual([]);
}

export function describeLargeType(visit: Visit): void {
  describe('large type', () => {
    it('is one tap away on the first page', async () => {
      backToTab(visit.program);
      visit.program.tab('首页');
      await visit.program.tap('切换到关怀版大字');
      await visit.program.sees('恢复标准字号');
      await checkLarge(visit, 'home');
    });

    it('carries through every step of booking', async () => {
      const { program } = visit;
      await findDoctor(program);
      await checkLarge(visit, 'doctor');
      await chooseSlot(program);
      await checkLarge(visit, 'confirm');
      program.back();
      program.back();
      await checkLarge(visit, 'department');
      program.back();
      await checkLarge(visit, 'departments');
    });

    it('carries through one’s own pages', async () => {
      const { program } = visit;
      backToTab(program);
      for (const tab of ['就诊', '消息', '我的']) {
        program.tab(tab);
        await checkLarge(visit, tab);
      }
      await program.tap('就诊人');
      await checkLarge(visit, 'patients');
      await program.tap('添加就诊人');
      await checkLarge(visit, 'add-patient');
    });

    it('is remembered with the session when the app is started again', async () => {
      visit.program.close();
      visit.open();
      await visit.program.sees('恢复标准字号');
      expect(isLarge(visit)).toBe(true);
      visit.program.tab('我的');
      await visit.program.sees('139****0077');
      visit.program.tab('首页');
      await visit.program.tap('恢复标准字号');
      await visit.program.sees('切换到关怀版大字');
      expect(visit.program.problems).toEqual([]);
    });
  });
}
