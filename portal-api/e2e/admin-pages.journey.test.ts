import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  desktop,
  inspect,
  launchBrowser,
  openPage,
  PagePool,
  type Browser,
  type OpenPage,
} from './support/browser';
import { signInStaff } from './support/console';
import { Hand } from './support/hand';
import { checkPage } from './support/page-checks';
import { theProduct, type RunningProduct } from './support/running';

/** Every page of the console on a laptop and on a small screen, as those who work there see it. */
let product: RunningProduct;
let browser: Browser;
let open: OpenPage;
let pages: PagePool;
let hand: Hand;

beforeAll(async () => {
  product = await theProduct();
  browser = await launchBrowser();
  open = await openPage(browser, `${product.url}/admin/`, desktop);
  pages = await PagePool.of(open);
  hand = new Hand(open.page);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const sizes = { laptop: desktop, small: { width: 1024, height: 768 } };

async function checkBoth(name: string, at = open): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await at.page.setViewportSize(viewport);
    await checkPage(at, `console-${name}-${size}`);
  }
}

const addresses = {
  manager: {
    today: '/today',
    booking: '/booking',
    appointments: '/appointments',
    roster: '/roster',
    templates: '/roster?view=templates',
    patients: '/patients',
    doctors: '/directory',
    'clinic-day': '/clinic-day',
    queue: '/queue',
    work: '/work',
    suspensions: '/suspensions',
    waitlist: '/waitlist',
    credit: '/credit',
    'credit-patterns': '/credit?view=patterns',
    reconciliation: '/finance',
    'cashier-days': '/finance?view=days',
    explanations: '/explanations',
    'sync-board': '/integration',
    systems: '/integration?view=systems',
    inbound: '/integration?view=inbound',
    outbound: '/integration?view=outbound',
    conflicts: '/integration?view=conflicts',
  },
  nurse: {
    critical: '/critical',
    'report-reviews': '/report-reviews',
    'in-person': '/report-reviews?state=in-person',
    'vital-alarms': '/vital-alarms',
  },
  admin: {
    departments: '/directory?tab=departments',
    branches: '/directory?tab=branches',
    prices: '/prices',
    staff: '/staff',
    teams: '/staff?tab=teams',
    roles: '/staff?tab=roles',
    settings: '/settings',
    audit: '/audit',
    undelivered: '/undelivered',
    'undelivered-messages': '/undelivered?kind=delivery',
    devices: '/devices',
    account: '/account',
    missing: '/no-such-page',
  },
};

it('signing in', () => checkBoth('sign-in'));

for (const [username, theirs] of Object.entries(addresses)) {
  describe(`for ${username}`, () => {
    beforeAll(async () => {
      await signInStaff(hand, product, username);
    });
    it.concurrent.each(Object.entries(theirs))('%s', (name, address) =>
      pages.use(async (at) => {
        await at.page.goto(`${product.url}/admin${address}`);
        await at.page.getByRole('heading', { level: 1 }).first().waitFor();
        await checkBoth(name, at);
      }),
    );
  });
}

describe('the clinic day, with people in it', () => {
  const rows = () => open.page.locator('tbody .ant-table-row');
  beforeAll(async () => {
    await signInStaff(hand, product, 'manager');
  });

  it.each([
    ['clinic-day', '门诊准备'],
    ['work', '待办'],
    ['suspensions', '停诊'],
    ['waitlist', '候补'],
    ['credit', '信用'],
    ['finance', '对账'],
    ['finance?view=days', '收费日结汇总'],
  ])('%s', async (address, title) => {
    await open.page.goto(`${product.url}/admin/${address}`);
    await hand.role('heading', title).waitFor();
    await rows().first().waitFor();
  });

  it('a suspension with everybody affected, and one of them moved', async () => {
    await open.page.goto(`${product.url}/admin/suspensions?state=open`);
    await rows().getByRole('link').first().click();
    await hand.role('heading', '停诊处理').waitFor();
    await rows().first().waitFor();
    await checkBoth('suspension');
    await hand.press('帮患者改约');
    await open.page.getByRole('dialog').getByRole('radio').first().waitFor();
    await checkBoth('suspension-move');
  });

  it('a queue with those who wait, and one of them before the others', async () => {
    await open.page.goto(`${product.url}/admin/queue`);
    const waited = open.page.getByRole('list', { name: '诊室' }).getByRole('button');
    await waited
      .filter({ hasText: /候诊 [1-9]/ })
      .first()
      .click();
    await rows().first().waitFor();
    await checkBoth('queue-called');
    await hand.press('优先');
    await hand.sees('会记入审计');
    await checkBoth('queue-priority');
  });

  it('a call that somebody has to make', async () => {
    await open.page.goto(`${product.url}/admin/work`);
    await rows().getByRole('button').first().click();
    await hand.sees('还没有人领取');
    await checkBoth('work-call');
  });

  it('an appeal with its documents', async () => {
    await open.page.goto(`${product.url}/admin/credit`);
    await rows().getByRole('button').first().click();
    await hand.sees('申诉理由');
    await checkBoth('credit-appeal');
  });

  it('somebody who waits for a place', async () => {
    await open.page.goto(`${product.url}/admin/waitlist`);
    await rows().getByRole('button').first().click();
    await hand.sees('等什么');
    await checkBoth('waitlist-entry');
  });

  it('a day of the bill', async () => {
    await open.page.goto(`${product.url}/admin/finance`);
    await rows().getByRole('button').first().click();
    await hand.sees('微信收款');
    await checkBoth('reconciliation-day');
  });
});

describe('for a doctor', () => {
  beforeAll(async () => {
    await signInStaff(hand, product, 'doctor');
  });
  it.each([
    ['clinic-day', '门诊准备'],
    ['queue', '排队叫号'],
  ])('%s', async (address, title) => {
    await open.page.goto(`${product.url}/admin/${address}`);
    await hand.role('heading', title).waitFor();
    await checkBoth(`doctor-${address}`);
  });

  it('the archive of somebody with a critical value, part by part', async () => {
    await open.page.goto(`${product.url}/admin/critical?view=all`);
    await open.page.locator('tbody .ant-table-row').getByRole('link').first().click();
    const parts = open.page.getByRole('radiogroup', { name: '档案内容' });
    await parts.waitFor();
    for (const part of ['全部', '就诊', '报告', '外院资料', '体征', '口腔']) {
      await parts.getByText(part, { exact: true }).click();
      await checkBoth(`archive-${part}`);
    }
    await parts.getByText('报告', { exact: true }).click();
    await open.page.locator('tbody .ant-table-row').getByRole('button').first().click();
    await hand.sees('报告号');
    await checkBoth('report-detail');
  });
});

describe('for the front desk', () => {
  beforeAll(async () => {
    await signInStaff(hand, product, 'desk');
  });

  it('a page it may not open', async () => {
    await open.page.goto(`${product.url}/admin/settings`);
    await hand.role('heading', '您没有这个页面的权限').waitFor();
    expect(await hand.button('重试').count()).toBe(0);
    await checkBoth('forbidden');
  });

  it('a patient, with everything about them', async () => {
    await open.page.goto(`${product.url}/admin/patients`);
    await hand.fill(/^姓名、拼音首字母/, '陈晓雯');
    await hand.choose('link', '陈晓雯');
    await hand.role('tab', '预约').waitFor();
    for (const [tab, name] of [
      ['预约', 'appointments'],
      ['支付与退款', 'payments'],
      [/^代办人/, 'proxies'],
      ['谁看过', 'views'],
      ['信用', 'credit'],
    ] as const) {
      await hand.choose('tab', tab);
      await checkBoth(`patient-${name}`);
    }
  });

  it('the own drawer', async () => {
    await open.page.goto(`${product.url}/admin/finance`);
    await hand.sees('应有现金');
    await checkBoth('drawer');
  });

  it('today, with its last column in sight on a laptop', async () => {
    await open.page.setViewportSize(sizes.laptop);
    await open.page.goto(`${product.url}/admin/today`);
    await hand.button('凭条').first().waitFor();
    const last = await hand.button('凭条').first().boundingBox();
    expect(last!.x + last!.width).toBeLessThanOrEqual(sizes.laptop.width - 20);
  });
});

describe('a console that was replaced while it was open', () => {
  let loads = 0;
  /** How many loads of the console find the file of the page about to be opened missing. */
  let missing = 0;

  beforeAll(async () => {
    await signInStaff(hand, product, 'admin');
    open.page.on('domcontentloaded', () => (loads += 1));
    await open.page.route('**/admin/assets/audit-page-*', (route) =>
      loads < missing ? route.fulfill({ status: 404 }) : route.continue(),
    );
  });
  afterAll(async () => {
    await open.page.unrouteAll();
  });

  /** From another page, after which `times` loads will lack the file. */
  async function openAudit(times: number): Promise<void> {
    await open.page.goto(`${product.url}/admin/settings`);
    await open.page.evaluate('sessionStorage.clear()');
    await hand.role('heading', '设置').waitFor();
    loads = 0;
    missing = times;
    await hand.choose('link', '审计');
  }

  it('loads the new version by itself, at the address one was going to', async () => {
    await openAudit(1);
    await hand.role('heading', '审计').waitFor();
    expect(loads).toBe(1);
    expect(new URL(open.page.url()).pathname).toBe('/admin/audit');
  });

  it('says so when that does not help', async () => {
    await openAudit(2);
    await hand.sees('工作台有新版本');
    expect(loads).toBe(1);
    await inspect(open.page, 'console-new-version');
    await hand.press('刷新页面');
    await hand.role('heading', '审计').waitFor();
    expect(loads).toBe(2);
  });
});
