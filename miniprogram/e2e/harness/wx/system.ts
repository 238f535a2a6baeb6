import { asyncApi } from './answer';
import type { Host } from './host';

const screen = {
  pixelRatio: 3,
  screenWidth: 390,
  screenHeight: 844,
  windowWidth: 390,
  windowHeight: 753,
  statusBarHeight: 47,
  safeArea: { top: 47, left: 0, right: 390, bottom: 810, width: 390, height: 763 },
};

const system = {
  ...screen,
  platform: 'ios',
  system: 'iOS 17.0',
  brand: 'iPhone',
  model: 'iPhone 14',
  SDKVersion: '3.8.0',
  version: '8.0.50',
  language: 'zh_CN',
  fontSizeSetting: 16,
  theme: 'light',
};

/** What the phone is, and how the app was opened. */
export function systemApis(host: Host): Record<string, unknown> {
  const { realm, layout } = host;
  const told = () => realm().copy(system);
  const launch = () => realm().copy({ path: layout.firstPage, query: {}, scene: 1001 });
  const ignore = (): void => undefined;
  return {
    getSystemInfoSync: told,
    getSystemInfo: asyncApi(realm, 'getSystemInfo', () => system),
    getWindowInfo: told,
    getDeviceInfo: told,
    getAppBaseInfo: told,
    getSystemSetting: () => realm().copy({ locationEnabled: true, wifiEnabled: true }),
    getAppAuthorizeSetting: () => realm().copy({}),
    getAccountInfoSync: () =>
      realm().copy({ miniProgram: { appId: host.phone.appId, envVersion: 'develop' } }),
    getMenuButtonBoundingClientRect: () =>
      realm().copy({ top: 51, bottom: 83, left: 296, right: 383, width: 87, height: 32 }),
    getLaunchOptionsSync: launch,
    getEnterOptionsSync: launch,
    canIUse: () => true,
    env: { USER_DATA_PATH: 'wxfile://usr' },
    nextTick: (run: () => void) => setImmediate(() => realm().enter(run)),
    getUpdateManager: () => ({
      onCheckForUpdate: ignore,
      onUpdateReady: ignore,
      onUpdateFailed: ignore,
      applyUpdate: ignore,
    }),
    ...Object.fromEntries(
      ['onAppShow', 'onAppHide', 'onError', 'onUnhandledRejection', 'onPageNotFound']
        .concat(['onThemeChange', 'offThemeChange', 'onWindowResize', 'offWindowResize'])
        .concat(['showShareMenu', 'hideShareMenu', 'loadFontFace'])
        .map((name) => [name, ignore]),
    ),
  };
}
