import type { OperationId } from '@suizhen/contract';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SimControl } from '../dev/simulators/control';
import { localDateOf, newId, Secrets } from '../src/kernel';
import { call, type CallOptions, type TestApp } from '../test/support/app';
import { aClinic, type TestClinic } from '../test/support/clinic';
import { signInAccount, type TestAccount } from '../test/support/people';
import { startProduct, type TestProduct } from '../test/support/product';
import { aVisit, type TestVisit } from '../test/support/visits';
import {
  desktop,
  inspect,
  launchBrowser,
  openPage,
  type Browser,
  type OpenPage,
} from './support/browser';
import { pick, signInStaff } from './support/console';
import { Hand } from './support/hand';
import { checkPage, smallTargets } from './support/page-checks';

/**
 * The hall on the day: staff set up a board and a kiosk, a patient checks in at the kiosk and is called,
 * the board shows and says it, the phone knows. Then the server dies and comes back, and devices are shut out.
 */
let product: TestProduct;
let sql: Pool;
let app: TestApp;
let clinic: TestClinic;
let account: TestAccount;
let visit: TestVisit;
let browser: Browser;
let staff: OpenPage;
let board: OpenPage;
let kiosk: OpenPage;
let atDesk: Hand;
let atKiosk: Hand;

const wall = { width: 1920, height: 1080 };
const smallWall = { width: 1280, height: 720 };
const pillar = { width: 1080, height: 1920 };
const identityNumber = '330106199001010022';
const phone = '13800005678';
const room = '二楼 216 诊室';

beforeAll(async () => {
  product = await startProduct();
  sql = new Pool({ connectionString: product.database.ownerUrl, max: 2 });
  const secrets = new Secrets(product.env['DATA_KEYS']!, product.env['INDEX_KEY']!);
  app = {
    sql,
    clock: product.clock,
    newId: () => newId(product.clock.now()),
    get: async () => ({ secrets }),
    call: <K extends OperationId>(id: K, options?: CallOptions) => call(product.url, id, options),
  } as unknown as TestApp;
  await aDayAtTheClinic();
  browser = await launchBrowser();
  staff = await openPage(browser, `${product.url}/admin/`, desktop);
  board = await openPage(browser, `${product.url}/board/`, wall);
  kiosk = await openPage(browser, `${product.url}/kiosk/`, pillar);
  atDesk = new Hand(staff.page);
  atKiosk = new Hand(kiosk.page);
});
afterAll(async () => {
  await browser?.close();
  await sql?.end();
  await product?.stop();
});

/** A clinic of this morning in a department of the demonstration, with one who has booked by phone. */
async function aDayAtTheClinic(): Promise<void> {
  const { rows } = await sql.query<{ id: string; branch_id: string }>(
    `select d.id, d.branch_id from department d join branch b on b.id = d.branch_id
      where b.code = 'MAIN' and d.code = '03.01'`,
  );
  const { id: departmentId, branch_id: branchId } = rows[0]!;
  const date = localDateOf(product.clock.now());
  clinic = await aClinic(app, { branchId, departmentId, date, startTime: '08:00', slots: 4 });
  await sql.query(`update roster set room = $2 where id = $1`, [clinic.rosterId, room]);
  await sql.query(`update doctor set name = '章闻笛' where id = $1`, [clinic.doctorId]);
  account = await signInAccount(app);
  visit = await aVisit(app, clinic, {
    name: '许知远',
    phone,
    identityNumber,
    proxies: [account.accountId],
  });
}

async function addDevice(kind: '候诊大屏' | '自助机', name: string): Promise<string> {
  await atDesk.page.goto(`${product.url}/admin/devices`);
  await atDesk.press('添加设备');
  await pick(atDesk, '类型', kind);
  await atDesk.fill('名称', name);
  await pick(atDesk, '院区', /本部/);
  await atDesk.page.getByRole('dialog').getByRole('button', { name: '添加' }).click();
  const code = await atDesk
    .shown(/^\d{8}$/)
    .first()
    .innerText();
  await atDesk.press('知道了');
  return code;
}

async function type(text: string): Promise<void> {
  for (const key of text) await atKiosk.press(key);
}

const calledOn = (page: OpenPage) =>
  page.page.getByRole('article').filter({ hasText: room }).locator('.called-number');

/** What the board says from now on instead of being heard. */
const listen = `window.said = [];
  speechSynthesis.speak = (utterance) => {
    window.said.push(utterance.text);
    setTimeout(() => utterance.onend?.(), 50);
  }`;
const said = () => board.page.evaluate<string[]>('window.said');

describe('setting up', () => {
  it('pairs a board with the code that staff are shown', async () => {
    await signInStaff(
      atDesk,
      { ...product, sim: new SimControl(product.simulatorsUrl) },
      'manager',
    );
    const code = await addDevice('候诊大屏', '内科候诊区大屏');
    await board.page.getByText('8 位配对码').waitFor();
    await inspect(board.page, 'board-pairing');
    await board.page.keyboard.type(code);
    await board.page.getByRole('article').first().waitFor();
    await board.page.evaluate(listen);
  });

  it('pairs a kiosk by touch; the same code does not serve twice', async () => {
    const code = await addDevice('自助机', '内科自助机');
    await kiosk.page.getByText('8 位配对码').waitFor();
    await type(code);
    await kiosk.page.getByRole('img', { name: /签到二维码/ }).waitFor();
    const again = await openPage(browser, `${product.url}/kiosk/`, pillar);
    await again.page.getByText('8 位配对码').waitFor();
    await again.page.keyboard.type(code);
    await again.page.getByText(/配对码不正确/).waitFor();
    await inspect(again.page, 'kiosk-pairing');
    await again.context.close();
  });

  it('shows the clinics of this morning, large enough for ten metres', async () => {
    await checkPage(board, 'board-wall');
    const sizes = await board.page.evaluate<Record<string, number>>(
      `Object.fromEntries(['h2', '.called-number', '.next li'].map((what) => [what,
        parseFloat(getComputedStyle(document.querySelector('.clinic ' + what) ?? document.body).fontSize)]))`,
    );
    expect(sizes['.called-number']).toBeGreaterThanOrEqual(120);
    await board.page.setViewportSize(smallWall);
    await checkPage(board, 'board-small');
    await board.page.setViewportSize(wall);
  });
});

describe('a patient at the kiosk', () => {
  const views = { pillar, wall, small: smallWall };
  const checkAll = async (name: string): Promise<void> => {
    for (const [size, viewport] of Object.entries(views)) {
      await kiosk.page.setViewportSize(viewport);
      await checkPage(kiosk, `kiosk-${name}-${size}`);
      expect(await smallTargets(kiosk.page, 60)).toEqual([]);
    }
    await kiosk.page.setViewportSize(pillar);
  };

  async function search(number: string, phoneTail: string): Promise<void> {
    await atKiosk.press(/^身份证号/);
    await type(number);
    await atKiosk.press('下一步');
    await type(phoneTail);
    await atKiosk.press('下一步');
  }

  it('is told the same when the phone is wrong as when nobody has the number', async () => {
    await checkAll('start');
    const answers: string[] = [];
    for (const number of [identityNumber, '110101199001010015']) {
      await search(number, '0000');
      answers.push(await kiosk.page.getByRole('alert').innerText());
      await atKiosk.press(/^返回首页.*秒/);
    }
    expect(answers[0]).toContain('到前台');
    expect(answers[1]).toBe(answers[0]);
  });

  it('checks in by identity number and the end of the phone number', async () => {
    await search(identityNumber, phone.slice(-4));
    await atKiosk.sees('许*远，您今天的预约');
    await checkAll('visits');
    await atKiosk.press('签到');
    await atKiosk.sees('签到成功');
    await atKiosk.sees('前面没有人，请到诊室门口等候叫号');
    await checkAll('result');
    await kiosk.page.emulateMedia({ media: 'print' });
    await inspect(kiosk.page, 'kiosk-slip', { axe: false });
    expect(await kiosk.page.getByText('签到成功').isVisible()).toBe(false);
    expect(await kiosk.page.locator('.slip').innerText()).toContain('许*远');
    await kiosk.page.emulateMedia({ media: 'screen' });
    const { body } = await placeOf();
    expect(body.entry).toMatchObject({ state: 'waiting', ahead: 0, number: visit.number });
  });
});

const placeOf = () =>
  app.call('getMyQueuePlace', { as: account.as, params: { appointmentId: visit.id } });

describe('the call', () => {
  it('stands on the board within two seconds, is said, and is known to the phone', async () => {
    await atDesk.page.goto(`${product.url}/admin/queue?queue=${clinic.rosterId}`);
    await atDesk.button('叫下一位').first().waitFor();
    const began = performance.now();
    await atDesk.button('叫下一位').first().click();
    await calledOn(board)
      .filter({ hasText: `${visit.number}` })
      .waitFor();
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect
      .poll(said)
      .toEqual(Array(2).fill(`请 ${visit.number} 号，到 二楼 2 1 6 诊室 就诊。`));
    await inspect(board.page, 'board-called');
    expect((await placeOf()).body.entry?.state).toBe('called');
  });

  it('is said again when it is repeated', async () => {
    await atDesk.press('重叫');
    await expect.poll(said).toHaveLength(4);
  });
});

describe('what goes wrong', () => {
  it('leaves nobody’s data at the kiosk: it goes back to the start by itself', async () => {
    await atKiosk.sees('请选择签到方式', 35_000);
    expect(await kiosk.page.content()).not.toContain('许*远');
  });

  it('keeps the board standing without news, saying since when, and heals by itself', async () => {
    const pid = product.pids()['api']!;
    // Neither closed nor refused: the worst kind of silence.
    process.kill(pid, 'SIGSTOP');
    await board.page.getByText(/正在重新连接/).waitFor({ timeout: 45_000 });
    await inspect(board.page, 'board-offline');
    await board.page.getByRole('article').first().waitFor();
    process.kill(pid, 'SIGKILL');
    await board.page.getByText(/正在重新连接/).waitFor({ state: 'detached', timeout: 60_000 });
    await atDesk.press('重叫');
    await expect.poll(said).toHaveLength(6);
  });

  it('asks a device to be paired again once it was shut out', async () => {
    await atDesk.page.goto(`${product.url}/admin/devices`);
    for (const name of ['内科候诊区大屏', '内科自助机']) {
      const row = atDesk.page.getByRole('row').filter({ hasText: name });
      await row.getByRole('button', { name: '停用' }).click();
      await atDesk.page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
      await row.getByText('已停用').waitFor();
    }
    await kiosk.page.getByText('8 位配对码').waitFor({ timeout: 45_000 });
    await board.page.getByText('8 位配对码').waitFor({ timeout: 45_000 });
  });

  it('troubled no page', () =>
    expect([...staff.problems, ...board.problems, ...kiosk.problems]).toEqual([]));
});
