import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { formatInstant } from '@/shared/format/date';
import { stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { VitalDialog } from './vital-dialog';

it('shows and sends the time of the clinic, whatever zone the browser is in', async () => {
  const calls = stubApi({
    recordPatientVital: () => ({
      id: anId(2),
      kind: 'heart-rate',
      systolic: null,
      diastolic: null,
      value: 131,
      unit: '次/分',
      moment: null,
      measuredAt: '2026-03-01T01:00:00.000Z',
      source: 'staff',
      deviceName: '',
      note: '',
      isBeyondLimits: true,
    }),
  });
  await draw(<VitalDialog patientId={anId(1)} kind="heart-rate" onClose={() => undefined} />, {
    session: aSession(['archive.create']),
  });
  const shown = (await screen.findByLabelText<HTMLInputElement>('测量时间')).value;
  fireEvent.change(screen.getByLabelText('心率'), { target: { value: '131' } });
  fireEvent.click(screen.getByText('保存'));
  await screen.findByText('已记录，超出限值；一天以前的测量不预警');
  await waitFor(() => expect(calls).toHaveLength(1));
  const { measuredAt } = calls[0]!.body as { measuredAt: string };
  expect(shown).toBe('2026-11-25 09:00');
  expect(formatInstant(measuredAt)).toBe(shown);
});
