/**
 * The one list of pages. app.config.ts makes `pages` and `subPackages` of it, config/index.ts the
 * addresses of the browser portal, navigate.ts the typed way from page to page.
 */
import type { ReportKind, VitalKind } from '@suizhen/contract/wire';

export interface RouteEntry {
  /** Page file below src, as WeChat wants it. */
  page: string;
  /** Address in the browser. */
  address: string;
  title: string;
}

export const routes = {
  home: { page: 'pages/home/index', address: '/home', title: '首页' },
  visits: { page: 'pages/visits/index', address: '/visits', title: '就诊' },
  inbox: { page: 'pages/inbox/index', address: '/inbox', title: '消息' },
  me: { page: 'pages/me/index', address: '/me', title: '我的' },

  departments: {
    page: 'packages/booking/pages/departments/index',
    address: '/departments',
    title: '选择科室',
  },
  department: {
    page: 'packages/booking/pages/department/index',
    address: '/department',
    title: '选择医生',
  },
  search: { page: 'packages/booking/pages/search/index', address: '/search', title: '搜索' },
  doctor: { page: 'packages/booking/pages/doctor/index', address: '/doctor', title: '医生' },
  confirm: { page: 'packages/booking/pages/confirm/index', address: '/confirm', title: '确认预约' },
  pay: { page: 'packages/booking/pages/pay/index', address: '/pay', title: '支付' },
  result: { page: 'packages/booking/pages/result/index', address: '/result', title: '预约结果' },
  appointment: {
    page: 'packages/booking/pages/appointment/index',
    address: '/appointment',
    title: '预约详情',
  },
  cancel: { page: 'packages/booking/pages/cancel/index', address: '/cancel', title: '取消预约' },
  move: { page: 'packages/booking/pages/move/index', address: '/move', title: '确认改约' },
  moved: { page: 'packages/booking/pages/moved/index', address: '/moved', title: '改约结果' },

  waitlist: {
    page: 'packages/visit/pages/waitlist/index',
    address: '/waitlist',
    title: '我的候补',
  },
  joinWaitlist: {
    page: 'packages/visit/pages/join/index',
    address: '/waitlist/join',
    title: '候补登记',
  },
  waiting: {
    page: 'packages/visit/pages/waiting/index',
    address: '/waitlist/entry',
    title: '候补',
  },
  suspension: {
    page: 'packages/visit/pages/suspension/index',
    address: '/suspension',
    title: '医生停诊',
  },
  checkIn: { page: 'packages/visit/pages/check-in/index', address: '/check-in', title: '到院签到' },
  queue: { page: 'packages/visit/pages/queue/index', address: '/queue', title: '候诊' },

  patients: { page: 'packages/patients/pages/list/index', address: '/patients', title: '就诊人' },
  addPatient: {
    page: 'packages/patients/pages/add/index',
    address: '/patients/add',
    title: '添加就诊人',
  },
  patient: {
    page: 'packages/patients/pages/detail/index',
    address: '/patient',
    title: '就诊人资料',
  },
  recordViews: {
    page: 'packages/patients/pages/views/index',
    address: '/patient/views',
    title: '谁看过资料',
  },
  credit: {
    page: 'packages/patients/pages/credit/index',
    address: '/patient/credit',
    title: '信用记录',
  },
  appeal: {
    page: 'packages/patients/pages/appeal/index',
    address: '/patient/appeal',
    title: '申诉',
  },

  reports: {
    page: 'packages/records/pages/reports/index',
    address: '/reports',
    title: '检查报告',
  },
  report: { page: 'packages/records/pages/report/index', address: '/report', title: '报告详情' },
  trend: {
    page: 'packages/records/pages/trend/index',
    address: '/report/trend',
    title: '历次结果',
  },
  reportSharing: {
    page: 'packages/records/pages/sharing/index',
    address: '/report/sharing',
    title: '分享给医生',
  },
  sharedReport: {
    page: 'packages/records/pages/shared/index',
    address: '/shared-report',
    title: '患者分享的报告',
  },
  archive: { page: 'packages/records/pages/archive/index', address: '/archive', title: '健康档案' },
  encounters: {
    page: 'packages/records/pages/encounters/index',
    address: '/archive/visits',
    title: '就诊记录',
  },
  encounter: {
    page: 'packages/records/pages/encounter/index',
    address: '/archive/visit',
    title: '就诊详情',
  },
  documents: {
    page: 'packages/records/pages/documents/index',
    address: '/archive/documents',
    title: '外院资料',
  },
  addDocument: {
    page: 'packages/records/pages/add-document/index',
    address: '/archive/documents/add',
    title: '添加外院资料',
  },
  vitals: { page: 'packages/records/pages/vitals/index', address: '/vitals', title: '健康日记' },
  recordVital: {
    page: 'packages/records/pages/record-vital/index',
    address: '/vitals/record',
    title: '记一次',
  },
  vitalLimits: {
    page: 'packages/records/pages/vital-limits/index',
    address: '/vitals/limits',
    title: '提醒范围',
  },
  vitalDevices: {
    page: 'packages/records/pages/vital-devices/index',
    address: '/vitals/devices',
    title: '测量设备',
  },
  dental: { page: 'packages/records/pages/dental/index', address: '/dental', title: '口腔档案' },

  signIn: { page: 'packages/account/pages/sign-in/index', address: '/sign-in', title: '登录' },
  agree: { page: 'packages/account/pages/agree/index', address: '/agree', title: '知情同意' },
  notice: { page: 'packages/account/pages/notice/index', address: '/notice', title: '隐私说明' },
  consents: {
    page: 'packages/account/pages/consents/index',
    address: '/consents',
    title: '授权管理',
  },
  message: { page: 'packages/account/pages/message/index', address: '/message', title: '消息' },
  settings: { page: 'packages/account/pages/settings/index', address: '/settings', title: '设置' },
  closeAccount: {
    page: 'packages/account/pages/close/index',
    address: '/close-account',
    title: '注销账号',
  },
} as const satisfies Record<string, RouteEntry>;

export type RouteName = keyof typeof routes;

/** The four tabs, in order. */
export const tabNames = ['home', 'visits', 'inbox', 'me'] as const satisfies readonly RouteName[];
export type TabName = (typeof tabNames)[number];

/** What a page needs to know. Ids only: names and numbers of people never stand in an address. */
export interface RouteParams {
  /** `moving` is the appointment that is to be moved: then places are looked for, not a new visit. */
  departments: { branchId?: string; moving?: string };
  department: { id: string; moving?: string };
  search: { branchId?: string };
  doctor: { id: string; date?: string; moving?: string };
  confirm: { slotId: string; doctorId: string; date: string };
  pay: { appointmentId: string };
  result: { appointmentId: string };
  appointment: { id: string };
  cancel: { id: string };
  move: { appointmentId: string; slotId: string; doctorId: string; date: string };
  moved: { appointmentId: string };
  joinWaitlist: { doctorId: string; date?: string; slotId?: string };
  waiting: { id: string };
  suspension: { appointmentId: string };
  checkIn: { appointmentId: string };
  queue: { appointmentId: string };
  patient: { id: string };
  recordViews: { id: string };
  credit: { id: string };
  appeal: { patientId: string; eventId: string };
  reports: { patientId?: string; kind?: ReportKind };
  report: { id: string };
  /** `code` is the laboratory's code of an item. */
  trend: { patientId: string; code: string };
  reportSharing: { id: string };
  archive: { patientId?: string };
  encounters: { patientId: string };
  encounter: { id: string };
  documents: { patientId: string };
  addDocument: { patientId: string };
  vitals: { patientId?: string; kind?: VitalKind };
  recordVital: { patientId: string; kind: VitalKind };
  vitalLimits: { patientId: string; kind?: VitalKind };
  vitalDevices: { patientId: string };
  dental: { patientId: string };
  notice: { purpose: string };
  message: { id: string };
}

type NeededBy<P> = { [K in keyof P]-?: object extends Pick<P, K> ? never : K }[keyof P];

/** Without these a page has nothing to show: it was opened by an address that was cut off. */
export const neededParams: {
  readonly [
    N in keyof RouteParams as NeededBy<RouteParams[N]> extends never ? never : N
  ]: readonly NeededBy<RouteParams[N]>[];
} = {
  department: ['id'],
  doctor: ['id'],
  confirm: ['slotId', 'doctorId', 'date'],
  pay: ['appointmentId'],
  result: ['appointmentId'],
  appointment: ['id'],
  cancel: ['id'],
  move: ['appointmentId', 'slotId', 'doctorId', 'date'],
  moved: ['appointmentId'],
  joinWaitlist: ['doctorId'],
  waiting: ['id'],
  suspension: ['appointmentId'],
  checkIn: ['appointmentId'],
  queue: ['appointmentId'],
  patient: ['id'],
  recordViews: ['id'],
  credit: ['id'],
  appeal: ['patientId', 'eventId'],
  report: ['id'],
  trend: ['patientId', 'code'],
  reportSharing: ['id'],
  encounters: ['patientId'],
  encounter: ['id'],
  documents: ['patientId'],
  addDocument: ['patientId'],
  recordVital: ['patientId', 'kind'],
  vitalLimits: ['patientId'],
  vitalDevices: ['patientId'],
  dental: ['patientId'],
  notice: ['purpose'],
  message: ['id'],
};

export const isTab = (name: RouteName): name is TabName =>
  (tabNames as readonly RouteName[]).includes(name);

const entries: RouteEntry[] = Object.values(routes);

export const mainPages = entries
  .filter((route) => route.page.startsWith('pages/'))
  .map((route) => route.page);

export function subPackages(): { root: string; pages: string[] }[] {
  const byRoot = new Map<string, string[]>();
  for (const { page } of entries) {
    const match = /^(packages\/[^/]+)\/(.+)$/.exec(page);
    if (!match?.[1] || !match[2]) continue;
    byRoot.set(match[1], [...(byRoot.get(match[1]) ?? []), match[2]]);
  }
  return [...byRoot].map(([root, pages]) => ({ root, pages }));
}

export const h5Addresses: Record<string, string> = Object.fromEntries(
  entries.map((route) => [`/${route.page}`, route.address]),
);
