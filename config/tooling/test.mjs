// `npm test`: everything, in the order in which a failure is cheapest to find. `npm test -- <file>`
// runs only what matches. What failed is told again at the end, since a log may be read from its
// end only; the last line always is "N passed, N failed, N skipped".
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const results = path.join(root, '.cache', 'test');
const chosen = process.argv.slice(2);
const sums = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

const FAST = ['unit', 'admin', 'miniprogram', 'module'];
// What these run is built before them; see built-product.ts.
const JOURNEYS = ['journeys', 'journeys-alone'];

function runNode(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function vitest(projects, files = []) {
  fs.mkdirSync(results, { recursive: true });
  const output = path.join(results, `${projects[0]}.json`);
  fs.rmSync(output, { force: true });
  const code = await runNode([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config=config/tooling/vitest.config.ts',
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${output}`,
    ...projects.map((project) => `--project=${project}`),
    ...files,
  ]);
  count(output, code);
}

function count(output, code) {
  if (fs.existsSync(output)) {
    const report = JSON.parse(fs.readFileSync(output, 'utf8'));
    sums.passed += report.numPassedTests;
    sums.failed += report.numFailedTests;
    sums.skipped += report.numPendingTests + report.numTodoTests;
    failures.push(...report.testResults.flatMap(failuresOf));
    if (code === 0 || report.numFailedTests > 0) return;
  }
  // A file that cannot be loaded has no failed test of its own, but it is a failure.
  if (code !== 0) {
    sums.failed += 1;
    failures.push(`${path.basename(output, '.json')}: vitest ended with ${code}`);
  }
}

function failuresOf(file) {
  const name = path.relative(root, file.name);
  const failed = file.assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => `${name} > ${test.fullName}\n${test.failureMessages.join('\n').slice(0, 4000)}`);
  const whole = file.status === 'failed' && failed.length === 0 ? [`${name}\n${file.message}`] : [];
  return [...failed, ...whole];
}

if (chosen.length > 0) {
  await vitest([...FAST, ...JOURNEYS], chosen);
} else {
  await vitest(FAST);
  await vitest(JOURNEYS);
}

for (const failure of failures) console.log(`FAILED ${failure}\n`);
console.log(`${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`);
process.exit(sums.failed > 0 ? 1 : 0);
