import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { adoptServerTime } from '@/shared/clock/clock';
import { Button } from './Button/Button';
import { Choice } from './Choice/Choice';
import { Countdown } from './Countdown/Countdown';
import { DayStrip } from './DayStrip/DayStrip';
import { Field } from './Field/Field';
import { Money } from './Money';
import { qrDataUri } from './QrCode/qr-svg';
import { ConfirmSheet } from './Sheet/Sheet';

afterEach(cleanup);

describe('the component set', () => {
  it('does nothing on a tap while a request is under way', () => {
    const onTap = vi.fn();
    render(
      <Button isBusy onTap={onTap}>
        提交
      </Button>,
    );
    fireEvent.click(screen.getByRole('button'));
    expect(onTap).not.toHaveBeenCalled();
    expect(screen.getByRole('button').textContent).toBe('请稍候…');
  });

  it('says what to correct instead of the hint', () => {
    render(
      <Field
        label="手机号"
        value="1"
        onChange={vi.fn()}
        hint="用来接收验证码"
        error="请填写 11 位"
      />,
    );
    expect(screen.getByText('请填写 11 位')).toBeTruthy();
    expect(screen.queryByText('用来接收验证码')).toBeNull();
  });

  it('tells which one of several is chosen', () => {
    const onChange = vi.fn();
    const options = [
      { value: 'online', label: '微信支付' },
      { value: 'desk', label: '到院支付' },
    ] as const;
    render(<Choice title="付款方式" options={options} value="online" onChange={onChange} />);
    const [online, desk] = screen.getAllByRole('radio');
    expect(online?.getAttribute('aria-checked')).toBe('true');
    fireEvent.click(desk as HTMLElement);
    expect(onChange).toHaveBeenCalledWith('desk');
  });

  it('asks before something that cannot be taken back', () => {
    const onConfirm = vi.fn();
    const onClose = vi.fn();
    render(
      <ConfirmSheet
        isOpen
        title="放弃这次预约"
        confirmLabel="确定放弃"
        onConfirm={onConfirm}
        onClose={onClose}
      >
        号源会马上退回
      </ConfirmSheet>,
    );
    fireEvent.click(screen.getByText('再想想'));
    expect(onClose).toHaveBeenCalledOnce();
    fireEvent.click(screen.getByText('确定放弃'));
    expect(onConfirm).toHaveBeenCalledOnce();
  });

  it('says the remaining places of a day, and why there are none', () => {
    const day = { remaining: 0, opensAt: null };
    const onSelect = vi.fn();
    render(
      <DayStrip
        label="选择日期"
        selected={null}
        onSelect={onSelect}
        days={[
          { ...day, date: '2026-11-28', state: 'available', remaining: 8 },
          { ...day, date: '2026-11-29', state: 'none' },
        ]}
      />,
    );
    fireEvent.click(screen.getByLabelText('11月28日 周六，剩余 8 个号'));
    fireEvent.click(screen.getByLabelText('11月29日 周日，无号'));
    expect(onSelect.mock.calls).toEqual([['2026-11-28']]);
  });

  it('writes money in yuan, and nothing to pay in words', () => {
    render(
      <>
        <Money fen={2_500} />
        <Money fen={0} />
      </>,
    );
    expect(screen.getByText('¥25.00')).toBeTruthy();
    expect(screen.getByText('免费')).toBeTruthy();
  });

  it('draws a QR code without a canvas', () => {
    expect(qrDataUri('weixin://wxpay/bizpayurl?pr=abc')).toMatch(/^data:image\/svg\+xml,%3Csvg/);
  });
});

describe('a countdown', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-11-21T01:00:00Z') });
  });
  afterEach(() => vi.useRealTimers());

  it('runs by the hospital’s clock and ends once', () => {
    // The phone is an hour slow.
    adoptServerTime('2026-11-21T02:00:00Z');
    const onEnd = vi.fn();
    render(<Countdown until="2026-11-21T02:00:02Z" words="为您保留" onEnd={onEnd} />);
    expect(screen.getByText('00:02')).toBeTruthy();
    vi.advanceTimersByTime(5_000);
    expect(onEnd).toHaveBeenCalledOnce();
  });
});
