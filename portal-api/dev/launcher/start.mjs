// Plain JavaScript that every Node can read, so that a wrong Node or a missing `npm ci` is told
// in one line instead of a stack trace.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');

function refuse(line) {
  console.error(line);
  process.exit(1);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`Node ${process.versions.node} is too old: install Node 20.19 or later.`);
}
for (const needed of ['tsx', 'typescript', 'pg', 'zod', '@suizhen/contract']) {
  if (!fs.existsSync(path.join(root, 'node_modules', needed))) {
    refuse(`The dependencies are not installed (${needed} is missing): run \`npm ci\` first.`);
  }
}

process.chdir(root);
process.env.TSX_TSCONFIG_PATH ??= path.join(root, 'portal-api/tsconfig.json');
await import('tsx');
await import(pathToFileURL(path.join(here, 'main.ts')).href);
