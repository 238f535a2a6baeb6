// The budgets of the built apps. Run after the builds; every breach is named, then it fails.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const weapp = path.join(root, 'miniprogram/dist/weapp');
const h5 = path.join(root, 'miniprogram/dist/h5');
const admin = path.join(root, 'admin-web/dist');

// WeChat cuts off at 2 MB each; below that it is loading time on a hospital's crowded network.
const MAIN_PACKAGE = 1.2 * 1024 * 1024;
const SUBPACKAGE = 800 * 1024;
const ADMIN_FIRST_LOAD = 300 * 1000;
/** Of the board and the kiosk: televisions are slow, and start again every morning. */
const SCREEN_FIRST_LOAD = 120 * 1000;

const breaches = [];

function report(what, size, limit) {
  const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
  console.log(`${size <= limit ? 'ok  ' : 'OVER'} ${what}: ${kib(size)} of ${kib(limit)}`);
  if (size > limit) breaches.push(what);
}

function requireBuilt(file, command) {
  if (fs.existsSync(file)) return true;
  console.log(`OVER ${path.relative(root, file)} is missing: run \`npm run ${command}\` first`);
  breaches.push(file);
  return false;
}

function filesUnder(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

const total = (files) => files.reduce((sum, file) => sum + fs.statSync(file).size, 0);

function weappPackages() {
  if (!requireBuilt(path.join(weapp, 'app.json'), 'build:weapp')) return;
  const app = JSON.parse(fs.readFileSync(path.join(weapp, 'app.json'), 'utf8'));
  const roots = (app.subPackages ?? app.subpackages ?? []).map((sub) => path.join(weapp, sub.root));
  // Source maps lie beside the code but are not uploaded.
  const files = filesUnder(weapp).filter((file) => !file.endsWith('.map'));
  const inside = (folder) => (file) => file.startsWith(path.join(folder, path.sep));
  const main = files.filter((file) => !roots.some((folder) => inside(folder)(file)));
  report('mini-program, main package', total(main), MAIN_PACKAGE);
  for (const folder of roots) {
    const name = path.relative(weapp, folder);
    report(`mini-program, subpackage ${name}`, total(files.filter(inside(folder))), SUBPACKAGE);
  }
}

/** The entry, what it imports before anything can be drawn, and the style sheets of the page. */
function firstLoad(what, base, folder, limit) {
  const index = path.join(folder, 'index.html');
  if (!requireBuilt(index, 'build:admin')) return;
  const html = fs.readFileSync(index, 'utf8');
  const linked = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)];
  const wanted = new Set();
  const take = (file) => {
    if (wanted.has(file) || !fs.existsSync(file)) return;
    wanted.add(file);
    if (!file.endsWith('.js')) return;
    const code = fs.readFileSync(file, 'utf8');
    const imports = code.matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g);
    for (const [, target] of imports) take(path.resolve(path.dirname(file), target));
  };
  for (const [, file] of linked) {
    if (file.startsWith(base)) take(path.join(folder, file.slice(base.length)));
  }
  const size = [...wanted].reduce((sum, file) => sum + gzipSync(fs.readFileSync(file)).length, 0);
  report(`${what}, first load of ${wanted.size} files, gzip`, size, limit);
}

/** Terser can break private fields while the build still succeeds: every chunk must parse. */
function h5Chunks() {
  if (!requireBuilt(path.join(h5, 'index.html'), 'build:h5')) return;
  const chunks = filesUnder(h5).filter((file) => file.endsWith('.js'));
  let broken = 0;
  for (const chunk of chunks) {
    try {
      execFileSync(process.execPath, ['--check', chunk], { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      broken += 1;
      breaches.push(chunk);
      console.log(`OVER ${path.relative(root, chunk)} does not parse: ${error.stderr}`);
    }
  }
  if (broken === 0) console.log(`ok   portal for browsers: all ${chunks.length} chunks parse`);
}

weappPackages();
firstLoad('staff console', '/admin/', admin, ADMIN_FIRST_LOAD);
firstLoad('board', '/board/', path.join(admin, 'board'), SCREEN_FIRST_LOAD);
firstLoad('kiosk', '/kiosk/', path.join(admin, 'kiosk'), SCREEN_FIRST_LOAD);
h5Chunks();
if (breaches.length > 0) {
  console.error(`${breaches.length} budgets are not kept.`);
  process.exit(1);
}
