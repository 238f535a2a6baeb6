import {
  AuditOutlined,
  CalendarOutlined,
  DollarOutlined,
  MedicineBoxOutlined,
  ScheduleOutlined,
  SettingOutlined,
  SolutionOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { Permission } from '@suizhen/contract/wire';
import type { ReactNode } from 'react';
import type { May } from '@/features/shared/session';

export interface MenuEntry {
  path: string;
  label: string;
  icon: ReactNode;
  /** Any of these opens the page. */
  needs: Permission[];
}

/** By job, in the order of a day; a person sees what they may do. */
const menuEntries: MenuEntry[] = [
  { path: '/today', label: '今日', icon: <ScheduleOutlined />, needs: ['appointment.display'] },
  { path: '/patients', label: '患者', icon: <UserOutlined />, needs: ['patient.retrieve'] },
  {
    path: '/appointments',
    label: '预约',
    icon: <SolutionOutlined />,
    needs: ['appointment.display'],
  },
  { path: '/roster', label: '排班', icon: <CalendarOutlined />, needs: ['roster.display'] },
  {
    path: '/directory',
    label: '科室与医生',
    icon: <MedicineBoxOutlined />,
    needs: ['directory.display'],
  },
  { path: '/prices', label: '价目', icon: <DollarOutlined />, needs: ['directory.display'] },
  { path: '/staff', label: '员工与团队', icon: <TeamOutlined />, needs: ['staff.display'] },
  { path: '/settings', label: '设置', icon: <SettingOutlined />, needs: ['settings.display'] },
  { path: '/audit', label: '审计', icon: <AuditOutlined />, needs: ['audit.display'] },
];

export function menuFor(may: May): MenuEntry[] {
  return menuEntries.filter((entry) => may(...entry.needs));
}
