import '@/testing/browser';
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/shared/api/api-error';
import { draw } from '@/testing/render';
import { ListError } from './list-state';

const said = (): string => screen.getByRole('alert').textContent ?? '';

describe('what could not be read', () => {
  it('may be asked for again', async () => {
    const retry = vi.fn();
    await draw(<ListError error={new ApiError(500, 'INTERNAL', '系统繁忙')} onRetry={retry} />);
    expect(said()).toContain('没有取到内容');
    fireEvent.click(screen.getByRole('button', { name: '重试' }));
    expect(retry).toHaveBeenCalledOnce();
  });

  it('is asked of somebody else when the permission is missing: again would not help', async () => {
    await draw(<ListError error={new ApiError(403, 'FORBIDDEN', '')} onRetry={vi.fn()} />);
    expect(said()).toContain('您没有查看这项内容的权限');
    expect(said()).toContain('请联系管理员');
    expect(screen.queryByRole('button')).toBeNull();
  });
});
