import { describe, expect, it } from 'vitest';
import { readTiming } from './timing';

const capacity = { shared: 2, wechat: 1, phone: 0, desk: 1 };

describe('hours of a clinic', () => {
  it('come to slots and places', () => {
    expect(readTiming({ startTime: '08:00', endTime: '11:30', slotMinutes: 15, capacity })).toEqual(
      { slots: 14, places: 56 },
    );
  });

  it('must end after they begin and divide into slots', () => {
    expect(
      readTiming({ startTime: '12:00', endTime: '08:00', slotMinutes: 15, capacity }),
    ).toHaveProperty('problem', '结束时间应晚于开始时间');
    expect(
      readTiming({ startTime: '08:00', endTime: '08:50', slotMinutes: 20, capacity }),
    ).toHaveProperty('problem', '出诊时长应是 20 分钟的整数倍');
  });
});
