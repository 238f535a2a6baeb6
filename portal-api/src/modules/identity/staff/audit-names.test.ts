import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { actionName } from './audit-names';

const modules = join(__dirname, '../..');

function actionsInCode(): string[] {
  const files = readdirSync(modules, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const actions = sources.flatMap((file) => {
    const text = readFileSync(join(modules, file), 'utf8');
    return [...text.matchAll(/'((?:[a-z]+)\.(?:[a-z]+(?:-[a-z]+)*))'/g)].map((match) => ({
      action: match[1]!,
      // Only where the audit is spoken of: setting keys and columns look alike.
      isAudited: /action:[^;]{0,120}$|audit[^;]{0,80}$/i.test(text.slice(0, match.index)),
    }));
  });
  return [...new Set(actions.filter(({ isAudited }) => isAudited).map(({ action }) => action))];
}

it('every action that is audited anywhere has a name in Chinese', () => {
  const actions = actionsInCode();
  expect(actions.length).toBeGreaterThan(30);
  expect(actions.filter((action) => !/^[\u4e00-\u9fff]+$/.test(actionName(action)))).toEqual([]);
});

it('an action that nobody named shows as it is written', () => {
  expect(actionName('robot.dance')).toBe('robot.dance');
  expect(actionName('directory.update')).toBe('修改院区科室医生');
});
