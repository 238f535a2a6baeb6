import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withEnvironmentTable } from './settings-table';

const file = resolve(__dirname, '../../../README.md');
writeFileSync(file, withEnvironmentTable(readFileSync(file, 'utf8')));
