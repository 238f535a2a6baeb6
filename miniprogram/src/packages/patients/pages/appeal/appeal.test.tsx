import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryClient } from '@/shared/request/query-client';
import { useSession } from '@/shared/session/session';
import { useToast } from '@/shared/ui/Toast/toast';
import {
  chooseImage,
  getFileSystemManager,
  navigateBack,
  openWith,
  request,
  type SentRequest,
} from '../../../../../test/stand-in';
import type { Credit } from '../../api/credit';
import AppealPage from './index';

const credit: Credit = {
  patientId: 'patient-1',
  counted: 1,
  limit: 3,
  windowDays: 180,
  suspendedUntil: null,
  events: [
    {
      id: 'event-1',
      kind: 'no-show',
      appointmentId: 'a-1',
      visitText: '11月12日 心血管内科 王建国',
      at: '2026-11-12T01:15:00Z',
      countsUntil: '2027-05-11T01:15:00Z',
      isCounted: true,
      note: '',
      appeal: null,
      mayAppealUntil: '2026-11-26T01:15:00Z',
    },
  ],
};

const sent: SentRequest[] = [];
let uploads: { statusCode: number; data: object }[];

beforeEach(() => {
  queryClient.clear();
  sent.length = 0;
  navigateBack.mockClear();
  useSession.setState({ status: 'signed-in', account: { missingConsents: [] } as never });
  getFileSystemManager.mockReturnValue({
    readFile: ({ filePath, success }) => success({ data: `base64 of ${filePath}` }),
  });
  request.mockImplementation(async (options: SentRequest) => {
    sent.push(options);
    if (options.url.endsWith('/files')) return uploads.shift() ?? { statusCode: 500, data: {} };
    return { statusCode: 200, data: credit };
  });
  openWith({ patientId: 'patient-1', eventId: 'event-1' });
  render(
    <QueryClientProvider client={queryClient}>
      <AppealPage />
    </QueryClientProvider>,
  );
});
afterEach(cleanup);

const picks = (...tempFiles: { path: string; size: number }[]) =>
  chooseImage.mockResolvedValue({ tempFiles });
const lastBody = () => JSON.parse(sent.at(-1)?.data ?? '{}') as object;

describe('an appeal', () => {
  it('goes off with its words and its documents', async () => {
    uploads = [{ statusCode: 200, data: { id: 'file-1' } }];
    picks({ path: 'wxfile://tmp/ticket.jpg', size: 240_000 });
    expect(await screen.findByText('请先写明情况')).toBeTruthy();
    fireEvent.click(screen.getByText('添加图片'));
    expect(await screen.findByText('234 KB · 已上传')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('当时是什么情况'), {
      target: { value: '高铁停运，没能赶到' },
    });
    fireEvent.click(screen.getByText('提交申诉'));
    await waitFor(() => expect(navigateBack).toHaveBeenCalled());
    expect(lastBody()).toEqual({
      eventId: 'event-1',
      text: '高铁停运，没能赶到',
      fileIds: ['file-1'],
    });
  });

  it('takes no document that the server would refuse for its size', async () => {
    picks({ path: 'wxfile://tmp/large.png', size: 3 * 1024 * 1024 + 1 });
    fireEvent.click(await screen.findByText('添加图片'));
    await waitFor(() =>
      expect(useToast.getState().words).toBe('large.png 超过 3 MB，请换小一点的'),
    );
    expect(screen.queryByText('large.png')).toBeNull();
  });

  it('sends a document again that got lost on its way, or takes it out', async () => {
    uploads = [
      { statusCode: 503, data: {} },
      { statusCode: 200, data: { id: 'file-1' } },
    ];
    picks({ path: 'wxfile://tmp/ticket.jpg', size: 240_000 });
    fireEvent.click(await screen.findByText('添加图片'));
    fireEvent.click(await screen.findByText('再传一次'));
    expect(await screen.findByText('234 KB · 已上传')).toBeTruthy();
    fireEvent.click(screen.getByText('移除'));
    expect(screen.queryByText('ticket.jpg')).toBeNull();
  });
});
