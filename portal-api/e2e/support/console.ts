import { staffAccounts } from '../../dev/demo-data/accounts';
import type { Hand } from './hand';
import type { RunningProduct } from './running';

/** One of the demonstration accounts, or somebody the journey made. */
export async function signInStaff(
  hand: Hand,
  product: RunningProduct,
  username: string,
  password = passwordOf(username),
): Promise<void> {
  await hand.page.context().clearCookies();
  await hand.page.goto(`${product.url}/admin/sign-in`);
  await hand.fill('用户名', username);
  await hand.fill('密码', password);
  await hand.press('登录');
  await hand.arrives((pathname) => !pathname.endsWith('/sign-in'));
}

export function passwordOf(username: string): string {
  return staffAccounts.find((one) => one.username === username)?.password ?? '';
}

/** What the menu offers, in its order. */
export async function menuOf(hand: Hand): Promise<string[]> {
  await hand.page.getByRole('menuitem').first().waitFor();
  return (await hand.page.getByRole('menuitem').allInnerTexts()).map((text) => text.trim());
}

/** From a list that opens under its field; typing narrows long lists. */
export async function pick(hand: Hand, field: string, option: string | RegExp): Promise<void> {
  await hand.page.getByRole('combobox', { name: field }).filter({ visible: true }).last().click();
  await hand.page
    .locator('.ant-select-dropdown:visible .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click();
}
