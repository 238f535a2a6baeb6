import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testFolder } from '../../test/support/folders';
import { freePort, freePorts } from '../postgres';
import { InstanceLock, openInstance } from './instance';
import { localSecrets } from './secrets';
import { PORTS } from './settings';

const root = path.resolve(__dirname, '../../..');
// Each test is a start of its own.
vi.setConfig({ testTimeout: 60_000 });

const folders: string[] = [];

function newFolder(): string {
  const folder = testFolder();
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

interface Refusal {
  code: number | null;
  said: string;
}

/** `npm start` with these variables, which must make it refuse. */
async function start(variables: Record<string, string>): Promise<Refusal> {
  const names = Object.values(PORTS).map(({ variable }) => variable);
  const ports = await freePorts(names.length);
  const free = Object.fromEntries(names.map((name, index) => [name, String(ports[index])]));
  const { VITEST: _test, ...surroundings } = process.env;
  const child = spawn(process.execPath, ['portal-api/dev/launcher/start.mjs'], {
    cwd: root,
    env: { ...surroundings, DATA_DIR: newFolder(), ...free, ...variables },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said: said.trim() };
}

describe('a start that cannot work says what to do and fails', () => {
  it('when ports are taken: all of them, with the variable that moves each', async () => {
    const ports = await freePorts(2);
    const holders = ports.map((port) => http.createServer().listen(port, '127.0.0.1'));
    const { code, said } = await start({ PORT: String(ports[0]), SIM_PAY_PORT: String(ports[1]) });
    for (const holder of holders) holder.close();
    expect(code).toBe(1);
    expect(said).toMatch(
      new RegExp(`Port ${ports[0]} for the web apps .* set PORT to a free port`),
    );
    expect(said).toMatch(new RegExp(`Port ${ports[1]} for the WeChat Pay .* set SIM_PAY_PORT to`));
    expect(said.split('\n')).toHaveLength(2);
  });

  it('when one port is given twice', async () => {
    const port = String(await freePort());
    const { code, said } = await start({ PORT: port, SIM_PORT: port });
    expect(code).toBe(1);
    expect(said).toContain('is used twice: give each its own port');
  });

  it('when variables make no sense', async () => {
    const { code, said } = await start({ PORT: 'eighty', DATABASE_URL: 'mysql://x' });
    expect(code).toBe(1);
    expect(said).toMatch(/^PORT must be a port .*"eighty"; DATABASE_URL must be an address like/);
  });

  it('when a variable of the API makes no sense', async () => {
    const { code, said } = await start({ DATA_KEYS: 'short' });
    expect(code).toBe(1);
    expect(said).toContain('DATA_KEYS must be id:64-hex-digits pairs');
    expect(said).not.toContain('at ');
  });

  it('when the given database does not answer', async () => {
    const port = await freePort();
    const url = `postgres://someone:secret@127.0.0.1:${port}/clinic`;
    const { code, said } = await start({ DATABASE_URL: url });
    expect(code).toBe(1);
    expect(said).toMatch(/^The database 127\.0\.0\.1:\d+\/clinic of DATABASE_URL does not answer/);
    expect(said).not.toContain('secret');
    expect(said).not.toContain('\n');
  });

  it('when it would talk to the real WeChat Pay', async () => {
    const { code, said } = await start({ WECHAT_PAY_BASE_URL: 'https://api.mch.weixin.qq.com' });
    expect(code).toBe(1);
    expect(said).toMatch(/^WECHAT_PAY_BASE_URL points at a real system.*unset it here/);
  });

  it('when the data folder cannot be one', async () => {
    const file = path.join(newFolder(), 'file');
    fs.writeFileSync(file, '');
    const { code, said } = await start({ DATA_DIR: file });
    expect(code).toBe(1);
    expect(said).toMatch(/^The data folder .* cannot be written .*set DATA_DIR to another folder/);
  });

  it('when the data folder holds another database', async () => {
    const folder = newFolder();
    fs.mkdirSync(path.join(folder, 'postgres', 'data'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'postgres', 'data', 'notes.txt'), '');
    const { code, said } = await start({ DATA_DIR: folder });
    expect(code).toBe(1);
    expect(said).toMatch(/is not a PostgreSQL data folder: move .* away/);
  });
});

describe('one launcher for one data folder', () => {
  const at = (folder: string) => openInstance(root, folder);

  it('refuses the second and names the first', async () => {
    const instance = at(newFolder());
    const lock = await InstanceLock.take(instance, 'http://127.0.0.1:7300');
    // The same process may take it again; another one may not.
    const { code, said } = await start({ DATA_DIR: instance.dataDir });
    lock.release();
    expect(code).toBe(1);
    expect(said).toMatch(
      new RegExp(`already running here \\(pid ${process.pid}\\) at http://127.0.0.1:7300`),
    );
  });

  it('takes over the lock of a launcher that was killed', async () => {
    const instance = at(newFolder());
    const file = path.join(instance.dataDir, 'launcher.json');
    fs.writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, url: 'http://x', parts: {} }));
    const lock = await InstanceLock.take(instance, 'http://127.0.0.1:7300');
    lock.release();
    expect(fs.existsSync(file)).toBe(false);
  });
});

describe('local secrets', () => {
  it('are made once, stay the same and can be read by nobody else', () => {
    const folder = newFolder();
    const first = localSecrets(folder);
    expect(localSecrets(folder)).toEqual(first);
    expect(fs.statSync(path.join(folder, 'secrets.json')).mode & 0o077).toBe(0);
  });

  it('are never replaced when damaged, because data are encrypted with them', () => {
    const folder = newFolder();
    fs.writeFileSync(path.join(folder, 'secrets.json'), '{');
    expect(() => localSecrets(folder)).toThrow(/is damaged: restore it/);
  });
});
