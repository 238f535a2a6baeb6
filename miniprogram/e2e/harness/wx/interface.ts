import { asyncApi, type Act, type Options } from './answer';
import type { Host } from './host';

/** Pages, bars, dialogs: what WeChat draws around the app's own pages. */
export function interfaceApis(host: Host): Record<string, unknown> {
  const { realm, pages, decisions } = host;
  const api = (name: string, act: Act = () => undefined) => ({
    [name]: asyncApi(realm, name, act),
  });
  const noted = (name: string, act: Act = () => undefined) =>
    api(name, (options) => {
      host.calls.push({ name, options: { ...options } });
      return act(options);
    });
  const url = (options: Options): string => String(options['url']);
  return {
    ...api('navigateTo', (options) => pages.navigateTo(url(options))),
    ...api('redirectTo', (options) => pages.redirectTo(url(options))),
    ...api('switchTab', (options) => pages.switchTab(url(options))),
    ...api('reLaunch', (options) => pages.reLaunch(url(options))),
    ...api('navigateBack', ({ delta }) =>
      pages.navigateBack(typeof delta === 'number' ? delta : 1),
    ),
    ...api('setNavigationBarTitle', ({ title }) => {
      const page = pages.stack.at(-1);
      if (page) page.title = String(title);
    }),
    ...api('setNavigationBarColor'),
    ...api('pageScrollTo'),
    ...noted('stopPullDownRefresh'),
    ...noted('setTabBarBadge'),
    ...noted('removeTabBarBadge'),
    ...noted('showToast'),
    ...api('hideToast'),
    ...api('showLoading'),
    ...api('hideLoading'),
    ...noted('showModal', () => {
      const confirm = decisions.modal === 'confirm';
      return { confirm, cancel: !confirm };
    }),
    ...noted('showActionSheet', () => ({ tapIndex: decisions.sheetItem })),
    createSelectorQuery: () => selectorQuery(host),
    createIntersectionObserver: () => intersectionObserver(),
  };
}

/** There is no layout to measure: every question is answered with nothing, as for a missing element. */
function selectorQuery({ realm }: Host): object {
  const asked: string[] = [];
  const query: Record<string, unknown> = {};
  const names = ['select', 'selectAll', 'selectViewport', 'in', 'boundingClientRect']
    .concat(['scrollOffset', 'fields', 'node', 'context'])
    .map((name) => [name, () => (asked.push(name), query)] as const);
  return Object.assign(query, Object.fromEntries(names), {
    exec: (done?: (found: unknown[]) => void) => {
      setImmediate(() => realm().enter(() => done?.(realm().copy(asked.map(() => null)))));
      return query;
    },
  });
}

function intersectionObserver(): object {
  const observer = {
    relativeTo: () => observer,
    relativeToViewport: () => observer,
    observe: () => undefined,
    disconnect: () => undefined,
  };
  return observer;
}
