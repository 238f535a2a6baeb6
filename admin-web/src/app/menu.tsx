import {
  AccountBookOutlined,
  AlertOutlined,
  ApiOutlined,
  AuditOutlined,
  CalendarOutlined,
  DesktopOutlined,
  DollarOutlined,
  ExceptionOutlined,
  FileDoneOutlined,
  HeartOutlined,
  HourglassOutlined,
  MedicineBoxOutlined,
  PhoneOutlined,
  ReadOutlined,
  ReconciliationOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  SettingOutlined,
  SolutionOutlined,
  SoundOutlined,
  StopOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { Permission } from '@suizhen/contract/wire';
import type { ReactNode } from 'react';
import type { May } from '@/features/shared/session';

/** The kinds of work that people come here for. */
export const menuGroups = { day: '门诊', people: '患者', results: '报告', house: '管理' } as const;
type MenuGroup = keyof typeof menuGroups;

export interface MenuEntry {
  path: string;
  label: string;
  icon: ReactNode;
  group: MenuGroup;
  /** Any of these opens the page. */
  needs: Permission[];
}

/** By job, in the order of a day; a person sees what they may do. */
const menuEntries: MenuEntry[] = [
  {
    path: '/today',
    label: '今日',
    icon: <ScheduleOutlined />,
    group: 'day',
    needs: ['appointment.display'],
  },
  {
    path: '/clinic-day',
    label: '门诊准备',
    icon: <ReconciliationOutlined />,
    group: 'day',
    needs: ['queue.display'],
  },
  {
    path: '/queue',
    label: '排队叫号',
    icon: <SoundOutlined />,
    group: 'day',
    needs: ['queue.display'],
  },
  { path: '/work', label: '待办', icon: <PhoneOutlined />, group: 'day', needs: ['work.display'] },
  {
    path: '/roster',
    label: '排班',
    icon: <CalendarOutlined />,
    group: 'day',
    needs: ['roster.display'],
  },
  {
    path: '/suspensions',
    label: '停诊',
    icon: <StopOutlined />,
    group: 'day',
    needs: ['roster.update'],
  },
  {
    path: '/patients',
    label: '患者',
    icon: <UserOutlined />,
    group: 'people',
    needs: ['patient.retrieve'],
  },
  {
    path: '/appointments',
    label: '预约',
    icon: <SolutionOutlined />,
    group: 'people',
    needs: ['appointment.display'],
  },
  {
    path: '/waitlist',
    label: '候补',
    icon: <HourglassOutlined />,
    group: 'people',
    needs: ['appointment.display'],
  },
  {
    path: '/credit',
    label: '信用',
    icon: <SafetyCertificateOutlined />,
    group: 'people',
    needs: ['credit.display'],
  },
  {
    path: '/critical',
    label: '危急值',
    icon: <AlertOutlined />,
    group: 'results',
    needs: ['report.display'],
  },
  {
    path: '/report-reviews',
    label: '报告审核',
    icon: <FileDoneOutlined />,
    group: 'results',
    needs: ['report.display'],
  },
  {
    path: '/vital-alarms',
    label: '体征预警',
    icon: <HeartOutlined />,
    group: 'results',
    needs: ['archive.display'],
  },
  {
    path: '/explanations',
    label: '解读文本',
    icon: <ReadOutlined />,
    group: 'results',
    needs: ['knowledge.display'],
  },
  {
    path: '/finance',
    label: '对账与日结',
    icon: <AccountBookOutlined />,
    group: 'house',
    needs: ['finance.display', 'payment.create'],
  },
  {
    path: '/directory',
    label: '科室与医生',
    icon: <MedicineBoxOutlined />,
    group: 'house',
    needs: ['directory.display'],
  },
  {
    path: '/prices',
    label: '价目',
    icon: <DollarOutlined />,
    group: 'house',
    needs: ['directory.display'],
  },
  {
    path: '/staff',
    label: '员工与团队',
    icon: <TeamOutlined />,
    group: 'house',
    needs: ['staff.display'],
  },
  {
    path: '/devices',
    label: '大屏与自助机',
    icon: <DesktopOutlined />,
    group: 'house',
    needs: ['device.display'],
  },
  {
    path: '/integration',
    label: '系统对接',
    icon: <ApiOutlined />,
    group: 'house',
    needs: ['integration.display'],
  },
  {
    path: '/settings',
    label: '设置',
    icon: <SettingOutlined />,
    group: 'house',
    needs: ['settings.display'],
  },
  {
    path: '/audit',
    label: '审计',
    icon: <AuditOutlined />,
    group: 'house',
    needs: ['audit.display'],
  },
  {
    path: '/undelivered',
    label: '未送达',
    icon: <ExceptionOutlined />,
    group: 'house',
    needs: ['settings.update'],
  },
];

/** The page of an address that this person may not open; a page without a menu entry asks the server. */
export function forbiddenPage(may: May, pathname: string): MenuEntry | undefined {
  const entry = menuEntries.find(({ path }) => path === pathname);
  return entry && !may(...entry.needs) ? entry : undefined;
}

export function menuFor(may: May): MenuEntry[] {
  return menuEntries.filter((entry) => may(...entry.needs));
}

/** Entries under their headings; a heading without entries does not show. */
export function groupsOf(entries: MenuEntry[]): [MenuGroup, MenuEntry[]][] {
  return (Object.keys(menuGroups) as MenuGroup[])
    .map((name): [MenuGroup, MenuEntry[]] => [name, entries.filter((one) => one.group === name)])
    .filter(([, members]) => members.length > 0);
}
