import type { Board, BoardQueue } from './live-board';

/** A clinic on the board, for tests. */
export function aBoardQueue(change: Partial<BoardQueue> = {}): BoardQueue {
  return {
    rosterId: '00000000-0000-7000-8000-000000000001',
    departmentName: '心血管内科',
    doctorName: '唐敬之',
    doctorTitle: 'chief',
    room: '305 诊室',
    isSuspended: false,
    called: {
      number: 12,
      nameMasked: '王*明',
      calledAt: '2026-11-24T08:59:50+08:00',
      calls: 1,
      isInVisit: false,
    },
    alsoCalled: [],
    next: [{ number: 13, nameMasked: '李*' }],
    passed: [],
    waiting: 1,
    version: 1,
    ...change,
  };
}

export function aBoard(change: Partial<Board> = {}): Board {
  return {
    hospitalName: '随诊示范医院',
    branchName: '本部院区',
    version: 1,
    at: '2026-11-24T09:00:00+08:00',
    queues: [aBoardQueue()],
    ...change,
  };
}
