import '@/testing/browser';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Refused, stubApi } from '@/testing/api';
import { anId } from '@/testing/records';
import { draw } from '@/testing/render';
import { MaskedValue, RevealDialog, useRevealed, type RevealField } from './reveal';

function Phone({ mayReveal = true }: { mayReveal?: boolean }) {
  const { shown, show } = useRevealed();
  const [asked, setAsked] = useState<RevealField | null>(null);
  return (
    <>
      <MaskedValue
        field="phone"
        masked="138****5678"
        shown={shown}
        mayReveal={mayReveal}
        onAsk={setAsked}
      />
      <RevealDialog
        patientId={anId(1)}
        asked={asked}
        onClose={() => setAsked(null)}
        onRevealed={show}
      />
    </>
  );
}

const ask = async (): Promise<HTMLElement> => {
  fireEvent.click(screen.getByRole('button', { name: '查看手机号' }));
  return screen.findByRole('dialog');
};
const giveReason = (dialog: HTMLElement, reason: string): void => {
  fireEvent.change(within(dialog).getByLabelText('查看原因'), { target: { value: reason } });
  fireEvent.click(within(dialog).getByRole('button', { name: '查看' }));
};

afterEach(() => void vi.useRealTimers());

describe('revealing a masked field', () => {
  it('asks for a reason before anything is sent', async () => {
    const calls = stubApi({});
    await draw(<Phone />);
    const dialog = await ask();
    giveReason(dialog, '看看');
    expect(await within(dialog).findByText('请写清楚些，至少 4 个字')).toBeTruthy();
    expect(calls).toHaveLength(0);
  });

  it('shows the value and hides it again by itself after a minute', async () => {
    const calls = stubApi({ revealPatientFields: () => ({ phone: '13812345678' }) });
    await draw(<Phone />);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    giveReason(await ask(), '电话联系患者');
    expect(await screen.findByText('13812345678')).toBeTruthy();
    expect(calls[0]?.body).toEqual({ fields: ['phone'], reason: '电话联系患者' });
    act(() => void vi.advanceTimersByTime(61_000));
    await waitFor(() => expect(screen.queryByText('13812345678')).toBeNull());
    expect(screen.getByText('138****5678')).toBeTruthy();
  });

  it('says so when the server refuses, and shows nothing', async () => {
    stubApi({
      revealPatientFields: () => {
        throw new Refused({ status: 429, code: 'RATE_LIMITED', message: '查看太频繁，请稍后再试' });
      },
    });
    await draw(<Phone />);
    const dialog = await ask();
    giveReason(dialog, '电话联系患者');
    expect(await within(dialog).findByText('查看太频繁，请稍后再试')).toBeTruthy();
  });

  it('is not offered without the right', async () => {
    stubApi({});
    await draw(<Phone mayReveal={false} />);
    expect(screen.queryByRole('button', { name: '查看手机号' })).toBeNull();
  });
});
