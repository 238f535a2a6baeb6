import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { testFolder } from '../../../test/support/folders';
import { Journal } from '../kernel/journal';
import { type HisSim, type HisSimOptions, startHisSim } from '.';

const sims: HisSim[] = [];
const folders: string[] = [];
const start = async (more: Partial<HisSimOptions> = {}): Promise<HisSim> => {
  const sim = await startHisSim({ port: 0, mllpPort: 0, isFilled: false, ...more });
  sims.push(sim);
  return sim;
};
const newFolder = (): string => {
  const folder = testFolder();
  folders.push(folder);
  return folder;
};
afterEach(async () => {
  for (const sim of sims.splice(0)) await sim.close();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

const call = (sim: HisSim, place: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${sim.url}/fhir/${place}`, {
    ...init,
    headers: { authorization: `Bearer ${sim.token}`, ...init.headers },
  });

describe('the simulated FHIR server', () => {
  it('creates once, refuses an update of what changed meanwhile, and keeps a tombstone', async () => {
    const sim = await start();
    const body = JSON.stringify({
      resourceType: 'Patient',
      identifier: [{ system: 's', value: '1' }],
    });
    const init = { method: 'POST', body, headers: { 'if-none-exist': 'identifier=s|1' } };
    const first = await call(sim, 'Patient', init);
    const { id } = (await first.json()) as { id: string };
    expect(first.status).toBe(201);
    const again = await call(sim, 'Patient', init);
    expect([again.status, ((await again.json()) as { id: string }).id]).toEqual([200, id]);
    const put = (version: string) =>
      call(sim, `Patient/${id}`, {
        method: 'PUT',
        body,
        headers: { 'if-match': `W/"${version}"` },
      });
    expect((await put('1')).headers.get('etag')).toBe('W/"2"');
    expect((await put('1')).status).toBe(412);
    await call(sim, `Patient/${id}`, { method: 'DELETE' });
    expect((await call(sim, `Patient/${id}`)).status).toBe(410);
    expect((await call(sim, 'Patient/nobody')).status).toBe(404);
  });

  it('lets nobody in without the token, and nobody at all while it is down', async () => {
    const sim = await start();
    expect((await fetch(`${sim.url}/fhir/Patient`)).status).toBe(401);
    sim.actions.setDown(true);
    expect((await call(sim, 'Patient')).status).toBe(503);
  });

  it('pages on where it was, whatever comes meanwhile', async () => {
    const sim = await start();
    for (let n = 0; n < 5; n += 1) sim.store.put({ resourceType: 'Patient', id: `p${n}` });
    const read = async (url: string) =>
      (await (await fetch(url, { headers: { authorization: `Bearer ${sim.token}` } })).json()) as {
        link: { relation: string; url: string }[];
        entry: { resource: { id: string } }[];
      };
    const ids: string[] = [];
    let next: string | undefined = `${sim.url}/fhir/Patient?_count=2`;
    while (next) {
      const page = await read(next);
      ids.push(...page.entry.map(({ resource }) => resource.id));
      next = page.link.find(({ relation }) => relation === 'next')?.url;
      if (ids.length === 2) sim.store.put({ resourceType: 'Patient', id: 'late' }, new Date(0));
    }
    expect(ids).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
  });

  it('keeps what it has over a restart', async () => {
    const file = path.join(newFolder(), 'his.jsonl');
    const sim = await start({ journal: new Journal(file), isFilled: true, anchor: new Date() });
    await sim.actions.newReport({ patientId: 'P1000010', by: 'fhir' });
    const before = Object.fromEntries(sim.store.types());
    const again = await start({ journal: new Journal(file), isFilled: true });
    expect(Object.fromEntries(again.store.types())).toEqual(before);
  });

  it('is wrong about the time when it is told to be', async () => {
    const sim = await start();
    sim.faults.set({ simulator: 'his', kind: 'late-row', value: 3_600_000, count: 1 });
    const late = sim.store.put({ resourceType: 'Patient', id: 'p' });
    expect(Date.parse(late.meta.lastUpdated)).toBeLessThan(Date.now() - 3_500_000);
  });
});

describe('a folder that is served instead', () => {
  it('is loaded with its references, and says what it set aside', async () => {
    const folder = path.join(newFolder(), 'served');
    fs.mkdirSync(folder);
    const entry = (fullUrl: string, resource: object) => ({ fullUrl, resource });
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry('urn:uuid:a', { resourceType: 'Patient', id: 'a' }),
        entry('urn:uuid:b', {
          resourceType: 'Encounter',
          id: 'b',
          subject: { reference: 'urn:uuid:a' },
        }),
        entry('urn:uuid:c', { resourceType: 'Goal', id: 'c' }),
        entry('urn:uuid:d', { resourceType: 'Patient' }),
        entry('urn:uuid:a', { resourceType: 'Patient', id: 'a' }),
        entry('urn:uuid:e', { id: 'e' }),
      ],
    };
    fs.writeFileSync(path.join(folder, 'one.json'), JSON.stringify(bundle));
    fs.writeFileSync(path.join(folder, 'two.json'), '{');
    fs.writeFileSync(path.join(folder, 'three.hl7'), 'MSH|^~\\&|A\rPID|1\rMSH|^~\\&|B\r');
    fs.writeFileSync(path.join(folder, 'LICENSE'), 'words');
    const sim = await start({ folder });
    expect(sim.folderReport).toEqual({
      files: 4,
      messages: 2,
      loaded: { Patient: 1, Encounter: 1, Goal: 1 },
      notAskedFor: { Goal: 1 },
      setAside: [
        { file: 'LICENSE', reason: '不是 FHIR 的 JSON，也不是 HL7 文件', count: 1 },
        { file: 'one.json', reason: 'Patient：没有编号', count: 1 },
        { file: 'one.json', reason: '没有 resourceType', count: 1 },
        { file: 'two.json', reason: '不是 JSON', count: 1 },
        { file: 'one.json', reason: 'Patient：同一编号再次出现，以后来的为准', count: 1 },
      ],
    });
    expect(sim.store.get('Encounter', 'b')).toMatchObject({ subject: { reference: 'Patient/a' } });
  });
});

describe('the viewer of the PACS', () => {
  it('opens with a link that is signed and not over', async () => {
    const sim = await start({ pacsKey: 'a key of both sides' });
    const open = async (study: string, seconds: number, key = 'a key of both sides') => {
      const expires = Math.floor(Date.now() / 1000) + seconds;
      const signature = createHmac('sha256', key).update(`${study}\n${expires}`).digest('hex');
      const query = new URLSearchParams({ study, expires: String(expires), signature });
      const response = await fetch(`${sim.url}/pacs/viewer?${query.toString()}`);
      return { status: response.status, text: await response.text() };
    };
    const shown = await open('1.2.3.4', 60);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('1.2.3.4');
    expect((await open('1.2.3.4', -5)).text).toContain('链接已过期');
    expect((await open('1.2.3.4', 60, 'another')).status).toBe(403);
  });
});
