import type { ResponseOf } from '../../../portal-api/contract/src';
import { config, patient } from './stub-answers';

/** One visit and everything that may happen to it, as the API would tell of it. */
const idOf = (last: number): string =>
  `3f1c1f0e-0000-4000-8000-0000000001${String(last).padStart(2, '0')}`;

const joinedAt = '2026-11-19T02:00:00.000Z';
const later = (minutes: number): string =>
  new Date(Date.parse(config.serverTime) + minutes * 60_000).toISOString();

export const doctor: ResponseOf<'getDoctor'> = {
  id: idOf(1),
  name: '王建国',
  title: 'chief',
  specialty: '高血压、冠心病',
  intro: '',
  photoUrl: null,
  departmentId: idOf(2),
  departmentName: '心血管内科',
  branchId: idOf(3),
  branchName: '总院',
  feeFen: 5_000,
  nextFreeDate: null,
  remaining: 0,
};

export const slot: ResponseOf<'listDoctorSlots'>['items'][number] = {
  id: idOf(4),
  doctorId: doctor.id,
  doctorName: doctor.name,
  doctorTitle: 'chief',
  departmentId: doctor.departmentId,
  departmentName: doctor.departmentName,
  branchId: doctor.branchId,
  date: '2026-11-28',
  period: 'morning',
  startsAt: '2026-11-28T01:00:00.000Z',
  endsAt: '2026-11-28T01:15:00.000Z',
  remaining: 0,
  feeFen: 5_000,
  isOpen: true,
  isOnline: true,
  opensAt: null,
};

export const appointment: ResponseOf<'getMyAppointment'> = {
  id: idOf(5),
  appointmentNo: 'A2026112812',
  status: 'booked',
  patientId: patient.id,
  patientName: patient.name,
  doctorId: doctor.id,
  doctorName: doctor.name,
  doctorTitle: 'chief',
  departmentId: doctor.departmentId,
  departmentName: doctor.departmentName,
  branchId: doctor.branchId,
  branchName: doctor.branchName,
  branchAddress: '示范市中山路 1 号',
  location: '门诊 3 楼',
  slotId: idOf(6),
  date: '2026-11-27',
  period: 'morning',
  startsAt: '2026-11-27T01:30:00.000Z',
  endsAt: '2026-11-27T01:45:00.000Z',
  queueNumber: 12,
  feeFen: 4_500,
  feeState: 'paid',
  paymentId: idOf(7),
  hold: null,
  mayPayAtDesk: false,
  mayCancel: true,
  cancelBefore: '2026-11-27T01:00:00.000Z',
  cancelledAt: null,
  cancelledBy: null,
  cancelReason: null,
  refund: null,
  checkInCode: 'SZ5K2M7Q9A',
  whatToBring: '',
  mayReschedule: true,
  mayCheckIn: false,
  isSuspended: false,
  hospitalConfirmation: null,
  createdAt: joinedAt,
};

export const waiting: ResponseOf<'getMyWaitlistEntry'> = {
  id: idOf(8),
  state: 'waiting',
  target: 'slot',
  patientId: patient.id,
  patientName: patient.name,
  doctorId: doctor.id,
  doctorName: doctor.name,
  doctorTitle: 'chief',
  departmentName: doctor.departmentName,
  branchName: doctor.branchName,
  from: slot.date,
  to: slot.date,
  period: null,
  startsAt: slot.startsAt,
  joinedAt,
  ahead: 2,
  endsAt: '2026-11-27T12:00:00.000Z',
  offer: null,
  appointmentId: null,
  mayPayAtDesk: true,
  receipts: [{ at: joinedAt, step: 'joined', detail: '' }],
};

export const offered: ResponseOf<'getMyWaitlistEntry'> = {
  ...waiting,
  state: 'offered',
  ahead: 0,
  offer: {
    id: idOf(9),
    state: 'open',
    slotId: slot.id,
    date: slot.date,
    startsAt: slot.startsAt,
    endsAt: slot.endsAt,
    queueNumber: 3,
    feeFen: slot.feeFen,
    offeredAt: config.serverTime,
    expiresAt: later(30),
  },
  receipts: [...waiting.receipts, { at: config.serverTime, step: 'offered', detail: '' }],
};

/** Taken, and held while it is being paid. */
export const held: ResponseOf<'getMyAppointment'> = {
  ...appointment,
  status: 'pending',
  feeFen: slot.feeFen,
  feeState: 'unpaid',
  hold: { id: idOf(10), expiresAt: later(15) },
};

const open: NonNullable<ResponseOf<'getMyReschedule'>['latest']> = {
  id: idOf(11),
  state: 'awaiting-payment',
  fromSlotId: appointment.slotId,
  fromStartsAt: appointment.startsAt,
  toSlotId: slot.id,
  toDate: slot.date,
  toStartsAt: slot.startsAt,
  toEndsAt: slot.endsAt,
  toDoctorName: slot.doctorName,
  toQueueNumber: 4,
  differenceFen: 500,
  newFeeFen: 5_000,
  expiresAt: later(15),
  createdAt: config.serverTime,
};

/** What the rules allow, and where the latest move stands. */
export const moveRules = (state: typeof open.state | null): ResponseOf<'getMyReschedule'> => ({
  latest: state
    ? { ...open, state, expiresAt: state === 'awaiting-payment' ? later(15) : null }
    : null,
  isAllowed: state === null,
  whyNot: '',
  movesLeft: 2,
  before: '2026-11-26T12:00:00.000Z',
  within: 'doctor',
});

export const moving: ResponseOf<'rescheduleMyAppointment'> = { appointment, reschedule: open };

export const payment: ResponseOf<'createPayment'> = {
  id: idOf(12),
  paymentNo: 'P2026112001',
  appointmentId: appointment.id,
  method: 'wechat-jsapi',
  amountFen: 500,
  state: 'paying',
  expiresAt: later(15),
  paidAt: null,
  codeUrl: null,
  jsapi: {
    timeStamp: '1',
    nonceStr: 'n',
    package: 'prepay_id=1',
    signType: 'RSA',
    paySign: 'Asigned',
  },
};

const checkIn: ResponseOf<'getMyQueuePlace'>['checkIn'] = {
  state: 'open',
  opensAt: '2026-11-27T00:30:00.000Z',
  lateAfter: '2026-11-27T01:45:00.000Z',
  closesAt: '2026-11-27T04:00:00.000Z',
  byPosition: { latitude: 31.2304, longitude: 121.4737, radiusMetres: 500 },
};

export const beforeCheckIn: ResponseOf<'getMyQueuePlace'> = {
  appointmentId: appointment.id,
  version: 0,
  isChanged: true,
  visitReason: '',
  checkIn,
  entry: null,
};

export const inQueue = (
  version: number,
  entry: Partial<NonNullable<ResponseOf<'getMyQueuePlace'>['entry']>> = {},
): ResponseOf<'getMyQueuePlace'> => ({
  ...beforeCheckIn,
  version,
  checkIn: { ...checkIn, state: 'done' },
  entry: {
    state: 'waiting',
    number: 12,
    ahead: 3,
    calledNumber: 9,
    room: '3 诊室',
    doctorName: appointment.doctorName,
    transferredFrom: null,
    isLate: false,
    waitMinutes: 20,
    calledAt: null,
    checkedInAt: '2026-11-27T01:00:00.000Z',
    ...entry,
  },
});
