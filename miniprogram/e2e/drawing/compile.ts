import fs from 'node:fs';
import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { build } from 'vite';

/** Every file of a build by its path. */
function filesOf(folder: string): Map<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /\.(wxml|wxs|wxss)$/.test(name));
  return new Map(
    files.map((name) => [
      name.split(path.sep).join('/'),
      fs.readFileSync(path.join(folder, name), 'utf8'),
    ]),
  );
}

/** WXML becomes functions that glass-easel draws by. */
function compileTemplates(files: Map<string, string>): string {
  const group = new TmplGroup();
  for (const [name, source] of files) {
    const bare = name.replace(/\.\w+$/, '');
    if (name.endsWith('.wxs')) group.addScript(bare, source);
    // Taro writes bindtap, the compiler wants bind:tap.
    if (name.endsWith('.wxml'))
      group.addTmpl(bare, source.replace(/\s(bind|catch)([a-z]+)="/g, ' $1:$2="'));
  }
  return group.getTmplGenObjectGroups();
}

/** WXSS becomes CSS: imports in place, 750 rpx to the width of the screen, `page` a class. */
function compileStyle(files: Map<string, string>, name: string, seen = new Set<string>()): string {
  const source = files.get(name);
  if (source === undefined || seen.has(name)) return '';
  seen.add(name);
  return source
    .replace(/@import\s+["']([^"']+)["'];?/g, (_, wanted: string) => {
      const imported = path.posix.normalize(path.posix.join(path.posix.dirname(name), wanted));
      return compileStyle(files, imported, seen);
    })
    .replace(/(-?[\d.]+)rpx/g, (_, length: string) => `${(Number(length) / 7.5).toFixed(4)}vw`)
    .replace(/(^|[\s,}])page(?=[\s,{.:])/g, '$1.wx-page');
}

function compileStyles(files: Map<string, string>): Record<string, string> {
  const sheets = [...files.keys()].filter((name) => name.endsWith('.wxss'));
  return Object.fromEntries(
    sheets.map((name) => [name.replace(/\.wxss$/, ''), compileStyle(files, name)]),
  );
}

async function bundlePainter(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root: __dirname,
    build: {
      write: false,
      minify: false,
      lib: {
        entry: path.join(__dirname, 'in-browser/painter.ts'),
        formats: ['iife'],
        name: 'painter',
      },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (!first || !('output' in first)) throw new Error('the painter was not built');
  return first.output[0].code;
}

/** All that Chromium needs to draw the pages of a build. */
export async function compileDrawing(folder: string): Promise<string> {
  const files = filesOf(folder);
  const styles = JSON.stringify(compileStyles(files));
  const templates = `(function(){return ${compileTemplates(files)}})()`;
  return `window.drawing={styles:${styles},templates:${templates}};\n${await bundlePainter()}`;
}
