import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Answer } from '@/shared/api/client';
import { Refused, stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { AppealDrawer } from './appeal-drawer';

const at = '2026-11-25T09:00:00+08:00';
const appeal: Answer<'getCreditAppeal'> = {
  id: anId(1),
  state: 'open',
  patientId: anId(2),
  patientName: '黎敏',
  event: {
    id: anId(3),
    kind: 'no-show',
    appointmentId: anId(4),
    visitText: '11月20日 心血管内科 王明',
    at,
    countsUntil: at,
    isCounted: true,
    note: '',
    appeal: null,
    mayAppealUntil: null,
  },
  text: '当天住院，无法到场',
  files: [
    {
      id: anId(5),
      name: '住院证明.pdf',
      contentType: 'application/pdf',
      bytes: 2048,
      createdAt: at,
    },
  ],
  createdAt: at,
  dueAt: at,
  decidedAt: null,
  decidedBy: null,
  answer: '',
  version: 7,
};
const draws = async (onClose = () => undefined) => {
  const session = aSession(['credit.display', 'credit.update']);
  await draw(<AppealDrawer appealId={appeal.id} onClose={onClose} />, { session });
  return screen.findByText('提交答复');
};
const decide = async (button: HTMLElement): Promise<void> => {
  fireEvent.click(screen.getByLabelText('申诉成立'));
  fireEvent.change(screen.getByLabelText('给患者的答复'), { target: { value: '住院属实' } });
  fireEvent.click(button);
  await Promise.resolve();
};

it('decides with a reason for the patient; nothing is fetched that nobody opens', async () => {
  const onClose = vi.fn();
  const calls = stubApi({
    getCreditAppeal: () => appeal,
    decideCreditAppeal: () => ({ ...appeal, state: 'upheld' }),
  });
  const button = await draws(onClose);
  fireEvent.click(button);
  expect(await screen.findByText('请写明理由')).toBeTruthy();
  await decide(button);
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const sent = calls.find(({ name }) => name === 'decideCreditAppeal');
  expect(sent?.body).toEqual({ decision: 'upheld', answer: '住院属实', version: 7 });
  expect(calls.map(({ name }) => name)).not.toContain('getCreditAppealFile');
});

it('tells when a colleague has decided in the meantime', async () => {
  stubApi({
    getCreditAppeal: () => appeal,
    decideCreditAppeal: () => {
      throw new Refused({ status: 409, code: 'INVALID_STATE', message: '这份申诉已经答复' });
    },
  });
  await decide(await draws());
  expect(await screen.findByText(/这份申诉已经答复/)).toBeTruthy();
});
