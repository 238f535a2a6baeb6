import { expect, it } from 'vitest';
import { mappingRows, type MessageGroup } from './mapping-rows';

const group = (options: Partial<MessageGroup>): MessageGroup => ({
  kind: 'report',
  state: 'processed',
  fault: null,
  fault_text: '',
  left_out: [],
  count: 1,
  ...options,
});

it('counts each message once in its row, and under every part that was left out', () => {
  const [row] = mappingRows([
    group({ count: 5, left_out: ['SPM 段', 'NTE 段'] }),
    group({ state: 'superseded', count: 2, left_out: ['NTE 段'] }),
    group({ state: 'discarded', fault: 'unreadable', fault_text: '空' }),
    group({ state: 'received', count: 3 }),
  ]);
  expect(row).toEqual({
    kind: 'report',
    received: 11,
    processed: 7,
    setAside: 1,
    quarantined: 0,
    reasons: [{ fault: 'unreadable', text: '空', count: 1 }],
    leftOut: [
      { part: 'NTE 段', count: 7 },
      { part: 'SPM 段', count: 5 },
    ],
  });
});

it('puts a reason together over all states, the commonest first, and at most forty', () => {
  const unknown = { fault: 'unknown-patient', fault_text: '找不到患者' } as const;
  const rare = Array.from({ length: 60 }, (_, serial) =>
    group({ state: 'set-aside', fault: 'not-kept-here', fault_text: `资源 ${serial}` }),
  );
  const [first, second] = mappingRows([
    group({ kind: 'patient' }),
    ...rare,
    group({ state: 'quarantined', ...unknown }),
    group({ state: 'discarded', ...unknown, left_out: ['SPM 段'] }),
  ]);
  expect([first?.kind, first?.reasons]).toEqual(['patient', []]);
  expect(second?.reasons).toHaveLength(40);
  expect(second?.reasons[0]).toEqual({ fault: 'unknown-patient', text: '找不到患者', count: 2 });
  expect(second?.reasons[1]?.text).toBe('资源 0');
});
