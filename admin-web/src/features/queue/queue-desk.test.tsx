import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { stubApi, type Sent } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { QueueDesk, type Entry, type Queue } from './queue-desk';

const at = '2026-11-25T09:00:00+08:00';
const anEntry = (number: number, change: Partial<Entry> = {}): Entry => ({
  id: anId(60 + number),
  appointmentId: anId(100 + number),
  patientId: anId(200 + number),
  patientName: `患者${number}`,
  patientGender: 'female',
  patientAge: 66,
  number,
  state: 'waiting',
  position: number,
  priority: 'none',
  priorityReason: '',
  isLate: false,
  isReturning: false,
  isImportant: false,
  startsAt: at,
  checkedInAt: at,
  calledAt: null,
  calls: 0,
  transferredFrom: null,
  version: 1,
  ...change,
});
const aQueue = (change: Partial<Queue> = {}): Queue => ({
  rosterId: anId(40),
  doctorId: anId(10),
  doctorName: '王明',
  departmentId: anId(20),
  departmentName: '心血管内科',
  branchId: anId(30),
  date: '2026-11-25',
  period: 'morning',
  startsAt: at,
  endsAt: '2026-11-25T12:00:00+08:00',
  room: '305 诊室',
  booked: 0,
  waiting: 1,
  passed: 0,
  done: 0,
  calledNumber: null,
  isSuspended: false,
  version: 1,
  entries: [anEntry(2)],
  expected: [],
  ...change,
});
const called = anEntry(1, { state: 'called', position: null, calls: 1, calledAt: at });

const open = (queue: Queue, may: Parameters<typeof aSession>[0] = ['queue.update']) =>
  draw(<QueueDesk rosterId={queue.rosterId} isToday />, {
    session: aSession(['queue.display', ...may]),
  }).then(() => screen.findByText('患者2'));
const press = (words: string): void => {
  fireEvent.click(screen.getByText(words, { selector: 'button span' }));
};
const sent = (calls: Sent[], name: string) =>
  waitFor(() => {
    const call = calls.find((one) => one.name === name);
    if (!call) throw new Error(`${name} was not sent`);
    return call;
  });

it('calls the first who waits', async () => {
  const queue = aQueue();
  const calls = stubApi({ getQueue: () => queue, callNext: () => queue });
  await open(queue);
  press('叫下一位');
  const call = await sent(calls, 'callNext');
  expect(call.params).toEqual({ rosterId: queue.rosterId });
  expect(call.body).toEqual({ finishCurrent: false });
  expect(call.headers.get('Idempotency-Key')).toBeTruthy();
});

it('lets the called patient come in, or be passed over, before another is called', async () => {
  const queue = aQueue({ entries: [called, anEntry(2)], calledNumber: 1 });
  const calls = stubApi({ getQueue: () => queue, startVisit: () => queue });
  await open(queue);
  const next = screen.getByText('叫下一位').closest('button');
  expect(next?.disabled).toBe(true);
  expect(screen.getByText('过号', { selector: 'button span' })).toBeTruthy();
  press('开始就诊');
  expect((await sent(calls, 'startVisit')).params).toEqual({ entryId: called.id });
});

it('finishes the visit and calls the next in one', async () => {
  const queue = aQueue({ entries: [{ ...called, state: 'in-visit' }, anEntry(2)] });
  const calls = stubApi({ getQueue: () => queue, callNext: () => queue });
  await open(queue);
  press('结束并叫下一位');
  expect((await sent(calls, 'callNext')).body).toEqual({ finishCurrent: true });
});

it('offers no commands for a suspended clinic, nor to who may only look', async () => {
  const suspended = aQueue({ isSuspended: true });
  stubApi({ getQueue: () => suspended });
  await open(suspended);
  expect(screen.getByText(/这个班已停诊/)).toBeTruthy();
  expect(screen.queryByText('叫下一位')).toBeNull();
  expect(screen.queryByText('优先')).toBeNull();
});
