import type { Permission } from '@suizhen/contract/wire';
import type { StaffSession } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import type { Setting } from '@/features/settings/setting-schema';

type Grant = StaffSession['grants'][number];

export const anId = (number: number): string =>
  `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

function aGrant(permission: Permission): Grant {
  const [resource, verb] = permission.split('.') as [Grant['resource'], Grant['verb']];
  return { resource, verb, scope: 'all', needsApproval: false, isMasked: false };
}

/** A signed-in member of staff who may do what is listed, and nothing else. */
export function aSession(permissions: Permission[] = []): StaffSession {
  return {
    staffId: anId(1),
    name: '林小芳',
    username: 'lin',
    roles: [{ id: 'front-desk', name: '前台' }],
    branchId: null,
    branchName: null,
    departmentId: null,
    doctorId: null,
    grants: permissions.map(aGrant),
    mustChangePassword: false,
    isTotpEnabled: false,
    idleTimeoutSeconds: 900,
    expiresAt: '2026-11-25T18:00:00+08:00',
    hospitalName: '随诊示范医院',
    serverTime: '2026-11-25T09:00:00+08:00',
    isLocalMode: true,
  };
}

export function aDoctor(
  change: Partial<Item<'listDoctorsForStaff'>> = {},
): Item<'listDoctorsForStaff'> {
  return {
    id: anId(10),
    name: '王明',
    title: 'chief',
    departmentId: anId(20),
    departmentName: '心血管内科',
    branchId: anId(30),
    branchName: '总院',
    specialty: '',
    intro: '',
    diseaseWords: [],
    defaultServiceId: null,
    isActive: true,
    version: 1,
    ...change,
  };
}

export function aRoster(change: Partial<Item<'listRosters'>> = {}): Item<'listRosters'> {
  return {
    id: anId(40),
    doctorId: anId(10),
    doctorName: '王明',
    departmentId: anId(20),
    departmentName: '心血管内科',
    branchId: anId(30),
    date: '2026-11-25',
    period: 'morning',
    startTime: '08:00',
    endTime: '12:00',
    slotMinutes: 15,
    capacity: { shared: 4, wechat: 0, phone: 0, desk: 0 },
    serviceId: anId(50),
    feeFen: 2500,
    room: '305 诊室',
    releaseAt: '2026-11-18T07:00:00+08:00',
    isClosed: false,
    isFromHospital: false,
    note: '',
    places: 64,
    taken: 16,
    version: 1,
    ...change,
  };
}

export function aSetting(change: Partial<Setting> = {}): Setting {
  return {
    key: 'booking.windowDays',
    group: '预约规则',
    title: '可预约天数',
    description: '患者最多可以提前多少天预约',
    value: 14,
    defaultValue: 14,
    schema: { type: 'integer', minimum: 1, maximum: 60 },
    version: 0,
    updatedAt: null,
    updatedBy: null,
    ...change,
  };
}
