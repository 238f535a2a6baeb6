import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/shared/request/api-error';
import { Loaded, type Loadable } from './Loaded';

afterEach(cleanup);

const query = (patch: Partial<Loadable<string[]>>): Loadable<string[]> => ({
  data: undefined,
  error: null,
  isError: false,
  dataUpdatedAt: Date.parse('2026-11-21T01:12:00Z'),
  refetch: vi.fn(),
  ...patch,
});

function show(given: Loadable<string[]>) {
  render(
    <Loaded
      query={given}
      isEmpty={(items) => items.length === 0}
      empty={{ title: '还没有消息', words: '有消息会发到这里' }}
    >
      {(items) => <p>{items.join('、')}</p>}
    </Loaded>,
  );
}

describe('the four states of a list', () => {
  it('shows a skeleton while it is coming', () => {
    show(query({}));
    expect(screen.getByLabelText('正在加载')).toBeTruthy();
  });

  it('says what to do when there is nothing', () => {
    show(query({ data: [] }));
    expect(screen.getByText('有消息会发到这里')).toBeTruthy();
  });

  it('offers to try again after an error', () => {
    const given = query({ isError: true, error: new ApiError('INTERNAL', '') });
    show(given);
    fireEvent.click(screen.getByText('再试一次'));
    expect(given.refetch).toHaveBeenCalledOnce();
  });

  it('tells that the network is gone', () => {
    show(query({ isError: true, error: new ApiError('OFFLINE', '') }));
    expect(screen.getByText('网络没有连上')).toBeTruthy();
  });

  it('keeps what was read before, and says from when it is', () => {
    show(query({ data: ['甲', '乙'], isError: true, error: new ApiError('OFFLINE', '') }));
    expect(screen.getByText('甲、乙')).toBeTruthy();
    expect(screen.getByText(/9:12/)).toBeTruthy();
  });
});
