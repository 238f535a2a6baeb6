import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryClient } from '@/shared/request/query-client';
import { forgetSession, useSession } from '@/shared/session/session';
import { redirectTo, request } from '../../../../../test/stand-in';
import SignInPage from './index';

const ok = (data: object) => ({ statusCode: 200, data });
const account = {
  phoneMasked: '138****5678',
  isLargeType: false,
  consents: [] as object[],
  missingConsents: ['health-data'],
};
const notice = {
  purpose: 'service',
  version: '2026-01',
  title: '服务说明',
  summary: '会用到手机号',
  body: '',
  isRequired: true,
};
let sent: string[] = [];

function open(): void {
  render(
    <QueryClientProvider client={queryClient}>
      <SignInPage />
    </QueryClientProvider>,
  );
}

describe('signing in by SMS', () => {
  beforeEach(() => {
    forgetSession();
    sent = [];
    redirectTo.mockClear();
    request.mockImplementation(async (options) => {
      const { method, url } = options;
      const path = `${method} ${url.replace('http://api.test/api/portal', '')}`;
      sent.push(path);
      if (path === 'GET /config') return ok({ hospitalName: '安和医院', serverTime: '' });
      if (path === 'GET /privacy-notices') return ok({ items: [notice] });
      if (path === 'POST /sms-codes') return ok({ retryAfterSeconds: 60, expiresInSeconds: 300 });
      if (path === 'POST /sessions/sms') return ok({ account, token: 't', isNewAccount: true });
      if (path === 'POST /consents') return ok(account);
      throw new Error(`unexpected ${path}`);
    });
  });
  afterEach(cleanup);

  async function fillIn(): Promise<void> {
    fireEvent.change(screen.getByLabelText('手机号'), { target: { value: '13812345678' } });
    fireEvent.click(screen.getByText('获取验证码'));
    expect(await screen.findByText('60 秒后重发')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('短信验证码'), { target: { value: '123456' } });
  }

  it('does not sign in before the notice was agreed to', async () => {
    open();
    await fillIn();
    fireEvent.click(screen.getByText('登录'));
    expect(sent).not.toContain('POST /sessions/sms');
  });

  it('keeps the consent with the new account and asks for the health data separately', async () => {
    open();
    await fillIn();
    fireEvent.click(await screen.findByRole('checkbox'));
    fireEvent.click(screen.getByText('登录'));
    await waitFor(() =>
      expect(redirectTo).toHaveBeenCalledWith({ url: '/packages/account/pages/agree/index' }),
    );
    expect(sent).toContain('POST /consents');
    expect(useSession.getState().status).toBe('signed-in');
  });
});
