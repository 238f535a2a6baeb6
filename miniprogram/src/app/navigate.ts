import Taro from '@tarojs/taro';
import { isTab, routes, type RouteName, type RouteParams } from './routes';

type ParamsOf<N extends RouteName> = N extends keyof RouteParams ? RouteParams[N] : object;
type Arguments<N extends RouteName> =
  object extends ParamsOf<N> ? [params?: ParamsOf<N>] : [params: ParamsOf<N>];

/** The address of a page as Taro wants it, with its parameters encoded. */
function urlOf<N extends RouteName>(name: N, ...[params]: Arguments<N>): string {
  const query = Object.entries(params ?? {})
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&');
  return `/${routes[name].page}${query ? `?${query}` : ''}`;
}

/** WeChat refuses an eleventh page on the stack. */
const deepest = 9;

export function navigate<N extends RouteName>(name: N, ...args: Arguments<N>): void {
  const url = urlOf(name, ...args);
  if (isTab(name)) void Taro.switchTab({ url });
  else if (Taro.getCurrentPages().length >= deepest) void Taro.redirectTo({ url });
  else void Taro.navigateTo({ url });
}

/** Goes on without leaving the present page behind, so that "back" does not repeat a finished step. */
export function replaceWith<N extends RouteName>(name: N, ...args: Arguments<N>): void {
  const url = urlOf(name, ...args);
  if (isTab(name)) void Taro.switchTab({ url });
  else void Taro.redirectTo({ url });
}

const pageInFront = (): string | undefined => Taro.getCurrentInstance().router?.$taroPath;

/**
 * For what follows an answer: leads on only while the page that asked is still in front. Who has
 * gone back in the meantime stays where they are, instead of losing the page they went to.
 */
export function fromHere(): (goOn: () => void) => void {
  const asked = pageInFront();
  return (goOn) => {
    if (pageInFront() === asked) goOn();
  };
}

/** Back where there is something to go back to; a page opened by its address goes to a tab instead. */
export function goBack(otherwise: RouteName = 'home'): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else if (isTab(otherwise)) void Taro.switchTab({ url: `/${routes[otherwise].page}` });
  else void Taro.redirectTo({ url: `/${routes[otherwise].page}` });
}
