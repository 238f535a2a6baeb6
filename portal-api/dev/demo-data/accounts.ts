/** Who may sign in to the demonstration hospital. The launcher prints `demoAccounts`. */
import type { Relation, RoleId } from '@suizhen/contract';

const password = 'Suizhen@2026';

export interface DemoStaff {
  username: string;
  password: string;
  name: string;
  role: RoleId;
  branch: 'MAIN' | 'PARK' | null;
  /** Code of a department in the branch. */
  department: string | null;
  team: string | null;
  /** Works as the first doctor of the department. */
  isDoctor: boolean;
}

const staff = (
  username: string,
  name: string,
  role: RoleId,
  place: Partial<Pick<DemoStaff, 'branch' | 'department' | 'team' | 'isDoctor'>> = {},
): DemoStaff => ({
  username,
  password,
  name,
  role,
  branch: null,
  department: null,
  team: null,
  isDoctor: false,
  ...place,
});

export const teams = [
  { name: '发展一组', branch: 'MAIN' },
  { name: '发展二组', branch: 'PARK' },
  { name: '客服组', branch: 'MAIN' },
] as const;

/** At least one for each of the ten roles. */
export const staffAccounts: readonly DemoStaff[] = [
  staff('admin', '方管理', 'super-admin'),
  staff('president', '钟院长', 'president'),
  staff('director', '梁总监', 'development-director'),
  staff('manager', '秦经理', 'manager', { branch: 'MAIN' }),
  staff('manager.east', '邱经理', 'manager', { branch: 'PARK' }),
  staff('supervisor', '江主管', 'supervisor', { branch: 'MAIN', team: '发展一组' }),
  staff('staff', '孟晓', 'staff', { branch: 'MAIN', team: '发展一组' }),
  staff('staff2', '熊威', 'staff', { branch: 'PARK', team: '发展二组' }),
  staff('analyst', '严析', 'data-analyst'),
  staff('desk', '丁前台', 'front-desk', { branch: 'MAIN', team: '客服组' }),
  staff('desk.east', '白前台', 'front-desk', { branch: 'PARK' }),
  staff('nurse', '韩护士', 'nurse', { branch: 'MAIN', department: '03.01' }),
  staff('doctor', '', 'doctor', { branch: 'MAIN', department: '03.01', isDoctor: true }),
];

export interface DemoFamilyMember {
  name: string;
  relation: Relation;
  gender: 'male' | 'female';
  birthDate: string;
  allergies?: string;
  medicalHistory?: string;
}

export interface DemoPortalAccount {
  phone: string;
  who: string;
  family: readonly DemoFamilyMember[];
}

/** Phones that receive their codes on the simulated phone. */
export const portalAccounts: readonly DemoPortalAccount[] = [
  {
    phone: '19900000001',
    who: '陈晓雯，为一家四口预约',
    family: [
      {
        name: '陈晓雯',
        relation: 'self',
        gender: 'female',
        birthDate: '1988-05-16',
        allergies: '青霉素过敏',
      },
      { name: '李文博', relation: 'spouse', gender: 'male', birthDate: '1986-11-02' },
      { name: '李一鸣', relation: 'child', gender: 'male', birthDate: '2018-03-21' },
      {
        name: '陈建国',
        relation: 'parent',
        gender: 'male',
        birthDate: '1956-08-09',
        medicalHistory: '高血压 10 年，2 型糖尿病 6 年',
      },
    ],
  },
  {
    phone: '19900000002',
    who: '张志强，本人',
    family: [{ name: '张志强', relation: 'self', gender: 'male', birthDate: '1979-01-28' }],
  },
  {
    phone: '19900000003',
    who: '王桂兰，本人，适合大字版',
    family: [
      {
        name: '王桂兰',
        relation: 'self',
        gender: 'female',
        birthDate: '1951-10-12',
        medicalHistory: '冠心病',
      },
    ],
  },
];

const roleNames: Record<RoleId, string> = {
  'super-admin': '超级管理员',
  president: '医院总裁',
  'development-director': '发展改革总监',
  manager: '部门经理',
  supervisor: '主管',
  staff: '员工',
  'data-analyst': '数据分析专员',
  'front-desk': '前台',
  nurse: '护士',
  doctor: '医生',
};

/**
 * As the greeting of `npm start` lists them; it reads this file when it is there.
 * @public
 */
export const demoAccounts = [
  ...portalAccounts.map(({ phone, who }) => ({
    who: `患者（${who}）`,
    signIn: `${phone}，验证码见模拟手机`,
  })),
  ...staffAccounts.map(({ role, branch, username }) => ({
    who: `${roleNames[role]}${branch === 'PARK' ? '（东湖院区）' : ''}`,
    signIn: username,
    password,
  })),
];
