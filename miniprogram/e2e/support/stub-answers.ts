import type { ResponseOf } from '../../../portal-api/contract/src';

const givenAt = '2026-11-20T02:00:00.000Z';

export const config: ResponseOf<'getPublicConfig'> = {
  hospitalName: '随诊示范医院',
  serverTime: givenAt,
  bookingWindowDays: 14,
  holdMinutes: 15,
  maxPatientsPerAccount: 5,
  isDeskPaymentAllowed: true,
  cancelCutoffMinutes: 30,
  servicePhone: '010-55550000',
  isLocalMode: true,
};

export const branches: ResponseOf<'listBranches'> = {
  items: [
    {
      id: '3f1c1f0e-0000-4000-8000-000000000001',
      name: '总院',
      address: '示范市中山路 1 号',
      phone: '010-55550001',
      transport: '地铁 2 号线中山路站',
      latitude: null,
      longitude: null,
    },
  ],
};

export const account: ResponseOf<'getAccount'> = {
  id: '3f1c1f0e-0000-4000-8000-000000000002',
  phoneMasked: '138****5678',
  isWechatLinked: true,
  isLargeType: false,
  consents: [
    { purpose: 'service', version: '1', isCurrent: true, givenAt, withdrawnAt: null },
    { purpose: 'health-data', version: '1', isCurrent: true, givenAt, withdrawnAt: null },
  ],
  missingConsents: [],
  unreadMessages: 1,
  createdAt: givenAt,
};

export const messages: ResponseOf<'listMyMessages'> = {
  items: [
    {
      id: '3f1c1f0e-0000-4000-8000-000000000003',
      kind: 'appointment-booked',
      title: '预约成功',
      body: '11月28日 周六 上午 9:00，内科门诊',
      appointmentId: null,
      patientId: null,
      createdAt: givenAt,
      readAt: null,
    },
  ],
  nextCursor: null,
};

export const patient: ResponseOf<'confirmPatientClaim'> = {
  id: '3f1c1f0e-0000-4000-8000-000000000004',
  name: '沈知秋',
  nameMasked: '沈*秋',
  gender: 'female',
  birthDate: '1987-03-15',
  age: 39,
  identityType: 'resident-id',
  identityNumberMasked: '3301**********0022',
  phoneMasked: '139****0077',
  relation: 'self',
  isDefault: true,
  isMinor: false,
  cardNumber: '',
  allergies: '',
  medicalHistory: '',
  version: 1,
};
