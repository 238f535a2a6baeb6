import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktop, launchBrowser, openPage, type Browser, type OpenPage } from './support/browser';
import { signInStaff } from './support/console';
import { Hand } from './support/hand';
import { checkPage } from './support/page-checks';
import { theProduct, type RunningProduct } from './support/running';

/** Every page of the console on a laptop and on a small screen, as those who work there see it. */
let product: RunningProduct;
let browser: Browser;
let open: OpenPage;
let hand: Hand;

beforeAll(async () => {
  product = await theProduct();
  browser = await launchBrowser();
  open = await openPage(browser, `${product.url}/admin/`, desktop);
  hand = new Hand(open.page);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const sizes = { laptop: desktop, small: { width: 1024, height: 768 } };

async function checkBoth(name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await open.page.setViewportSize(viewport);
    await checkPage(open, `console-${name}-${size}`);
  }
}

const pages = {
  manager: {
    today: '/today',
    booking: '/booking',
    appointments: '/appointments',
    roster: '/roster',
    templates: '/roster?view=templates',
    patients: '/patients',
    doctors: '/directory',
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
    account: '/account',
    missing: '/no-such-page',
  },
};

it('signing in', () => checkBoth('sign-in'));

for (const [username, theirs] of Object.entries(pages)) {
  describe(`for ${username}`, () => {
    beforeAll(async () => {
      await signInStaff(hand, product, username);
    });
    it.each(Object.entries(theirs))('%s', async (name, address) => {
      await open.page.goto(`${product.url}/admin${address}`);
      await open.page.getByRole('heading', { level: 1 }).first().waitFor();
      await checkBoth(name);
    });
  });
}

describe('for the front desk', () => {
  beforeAll(async () => {
    await signInStaff(hand, product, 'desk');
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
    ] as const) {
      await hand.choose('tab', tab);
      await checkBoth(`patient-${name}`);
    }
  });

  it('today, with its last column in sight on a laptop', async () => {
    await open.page.setViewportSize(sizes.laptop);
    await open.page.goto(`${product.url}/admin/today`);
    await hand.button('凭条').first().waitFor();
    const last = await hand.button('凭条').first().boundingBox();
    expect(last!.x + last!.width).toBeLessThanOrEqual(sizes.laptop.width - 20);
  });
});
