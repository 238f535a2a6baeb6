import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { queryClient } from '@/shared/request/query-client';
import { request, type SentRequest } from '../../../../../test/stand-in';
import { sharedToken } from '../../files/shared-token';
import SharedReportPage from './index';

vi.mock('../../files/shared-token', () => ({
  sharedToken: vi.fn(() => 'token-of-the-link-in-full'),
}));

const report = {
  id: 'r-1',
  patientId: 'p-1',
  kind: 'imaging',
  name: '胸部 CT 平扫',
  status: 'final',
  revision: 1,
  departmentId: null,
  departmentName: '呼吸内科',
  branchName: '总院',
  collectedAt: null,
  issuedAt: '2026-11-19T02:30:00Z',
  abnormalCount: 0,
  isUnread: false,
  isOpenable: true,
  reportNo: '',
  specimen: '',
  requesterName: '',
  performerName: '',
  reviewerName: '',
  receivedAt: null,
  reviewedAt: null,
  findings: '双肺纹理清晰',
  conclusion: '未见明显异常',
  items: [],
  hasImages: false,
  correctionNote: '',
};
const shared = {
  patientName: '沈*秋',
  gender: 'female',
  age: 39,
  expiresAt: '2026-11-23T02:00:00Z',
  report,
};
const refusal = (statusCode: number, code: string) => ({
  statusCode,
  data: { error: { code, message: '不对', requestId: 'r' } },
});

const sent: SentRequest[] = [];
let answer: object;

beforeEach(() => {
  sent.length = 0;
  queryClient.clear();
  answer = { statusCode: 200, data: shared };
  request.mockImplementation(async (options: SentRequest) => {
    if (!options.url.includes('shared-reports')) return { statusCode: 404, data: {} };
    sent.push(options);
    return answer;
  });
});
afterEach(cleanup);

function open(): void {
  render(
    <QueryClientProvider client={queryClient}>
      <SharedReportPage />
    </QueryClientProvider>,
  );
}
const enter = (code: string): void => {
  fireEvent.change(screen.getByLabelText('访问码'), { target: { value: code } });
  fireEvent.click(screen.getByText('查看报告'));
};

describe('a link that a patient has given to a doctor', () => {
  it('shows the one report with the code, and sends the token in the body only', async () => {
    open();
    enter('482913');
    expect(await screen.findByText('未见明显异常')).toBeTruthy();
    expect(screen.getByText('沈*秋 女 39 岁')).toBeTruthy();
    expect(sent[0]?.url).not.toContain('token-of');
    expect(JSON.parse(sent[0]?.data ?? '')).toEqual({
      token: 'token-of-the-link-in-full',
      accessCode: '482913',
    });
  });

  it('asks again for a wrong code', async () => {
    answer = refusal(422, 'CODE_INVALID');
    open();
    enter('000000');
    expect(await screen.findByText('访问码不对，请向患者确认')).toBeTruthy();
    expect(screen.getByText('查看报告')).toBeTruthy();
  });

  it('says so when it has ended', async () => {
    answer = refusal(404, 'NOT_FOUND');
    open();
    enter('482913');
    expect(await screen.findByText('链接已经失效')).toBeTruthy();
    expect(screen.queryByText('查看报告')).toBeNull();
  });

  it('says so when half of it is missing', () => {
    vi.mocked(sharedToken).mockReturnValueOnce('');
    open();
    expect(screen.getByText('链接不完整')).toBeTruthy();
  });
});
