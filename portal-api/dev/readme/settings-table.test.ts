import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { withEnvironmentTable } from './settings-table';

it('the README tells the environment as the schema has it (npm run docs)', () => {
  const readme = readFileSync(resolve(__dirname, '../../../README.md'), 'utf8');
  expect(withEnvironmentTable(readme)).toBe(readme);
});
