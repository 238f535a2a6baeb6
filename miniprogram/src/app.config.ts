import { mainPages, routes, subPackages, tabNames } from './app/routes';

const isBrowser = process.env.TARO_ENV === 'h5';

export default defineAppConfig({
  pages: mainPages,
  subPackages: subPackages(),
  // The next thing nearly everybody does is look for a doctor.
  preloadRule: { [routes.home.page]: { network: 'all', packages: ['packages/booking'] } },
  window: {
    navigationBarBackgroundColor: '#F4F7F6',
    navigationBarTextStyle: 'black',
    navigationBarTitleText: '随诊',
    backgroundColor: '#F4F7F6',
    backgroundTextStyle: 'dark',
    // In the browser the bar is drawn by Page, so that it can grow in large type.
    navigationStyle: isBrowser ? 'custom' : 'default',
  },
  tabBar: {
    // In the browser the bar moves to the side on wide screens: Page draws it.
    custom: isBrowser,
    color: '#5A6B70',
    selectedColor: '#0B6B5E',
    backgroundColor: '#FFFFFF',
    borderStyle: 'white',
    list: tabNames.map((name) => ({
      pagePath: routes[name].page,
      text: routes[name].title,
      iconPath: `static/tabs/${name}.png`,
      selectedIconPath: `static/tabs/${name}-on.png`,
    })),
  },
  // Asked for on the check-in page only, and compared once.
  requiredPrivateInfos: ['getLocation'],
  permission: { 'scope.userLocation': { desc: '用于确认您已到医院，完成签到；不会保存' } },
  // WeChat then holds back what the privacy notice covers until the person has agreed.
  __usePrivacyCheck__: true,
  animation: false,
  lazyCodeLoading: 'requiredComponents',
});
