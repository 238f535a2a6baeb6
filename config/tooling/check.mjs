// `npm run check`: everything that can be said without running the product, two at a time because each
// takes one core. What each says is kept apart and printed when it ends; all are run, whatever fails.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The longest first, so that both cores end at about the same time. */
const SCRIPTS = [
  'lint',
  'types:api',
  'format:check',
  'types:admin',
  'types:portal',
  'boundaries:api',
  'boundaries:admin',
  'boundaries:portal',
  'deadcode',
];
const AT_ONCE = 2;

function runScript(name) {
  return new Promise((resolve) => {
    const began = performance.now();
    const child = spawn('npm', ['run', '--silent', name], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const said = [];
    child.stdout.on('data', (chunk) => said.push(chunk));
    child.stderr.on('data', (chunk) => said.push(chunk));
    child.once('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.once('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
      const output = Buffer.concat(said).toString().trim();
      if (output) console.log(output.replace(/^/gm, '    '));
      resolve(code === 0);
    });
  });
}

const waiting = [...SCRIPTS];
const failed = [];

async function lane() {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    if (!(await runScript(name))) failed.push(name);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, lane));
if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0);
