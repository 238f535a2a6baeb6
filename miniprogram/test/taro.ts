/** A stand-in for @tarojs/taro: what the app calls, recorded; requests answered by the test. */
import { vi } from 'vitest';

Object.assign(globalThis, { API_BASE: 'http://api.test', APP_VERSION: '0.0.0-test' });

const storage = new Map<string, unknown>();
const done = async () => ({ errMsg: 'ok' });

export const navigateTo = vi.fn(done);
export const redirectTo = vi.fn(done);
export const switchTab = vi.fn(done);
export const navigateBack = vi.fn(done);
export const request = vi.fn();
export const login = vi.fn(async () => ({ code: 'login-code' }));
export const requestPayment = vi.fn(done);
export const makePhoneCall = vi.fn(done);
export const setNavigationBarTitle = vi.fn(done);
export const setTabBarBadge = vi.fn(done);
export const removeTabBarBadge = vi.fn(done);
export const vibrateLong = vi.fn(done);
export const getLocation = vi.fn();
export const scanCode = vi.fn();
export const chooseImage = vi.fn();
export const getFileSystemManager = vi.fn();
export const stopPullDownRefresh = vi.fn();
export const onNetworkStatusChange = vi.fn();
export const getNetworkType = vi.fn(done);
export const getCurrentPages = vi.fn(() => [{}, {}]);
export const getStorageSync = vi.fn((key: string) => storage.get(key) ?? '');
export const setStorageSync = vi.fn((key: string, value: unknown) => void storage.set(key, value));
export const removeStorageSync = vi.fn((key: string) => void storage.delete(key));

let inFront = 'page-1';
/** Another page than the one under test comes to the front, as by WeChat's own arrow back. */
export const comeToFront = (path: string): void => {
  inFront = path;
};
export const getCurrentInstance = () => ({ router: { $taroPath: inFront } });

let params: Record<string, string> = {};
/** The address of the page under test. */
export const openWith = (given: Record<string, string>): void => {
  params = given;
};
export const useRouter = () => ({ params });
export const useDidShow = () => undefined;
export const useDidHide = () => undefined;
export const usePullDownRefresh = () => undefined;
export const useLaunch = () => undefined;
export const usePageNotFound = () => undefined;

export default {
  navigateTo,
  redirectTo,
  switchTab,
  navigateBack,
  request,
  login,
  requestPayment,
  makePhoneCall,
  setNavigationBarTitle,
  setTabBarBadge,
  removeTabBarBadge,
  vibrateLong,
  getLocation,
  scanCode,
  chooseImage,
  getFileSystemManager,
  stopPullDownRefresh,
  onNetworkStatusChange,
  getNetworkType,
  getCurrentPages,
  getCurrentInstance,
  getStorageSync,
  setStorageSync,
  removeStorageSync,
};
