import { formatMoment } from '@/shared/format/date';
import { formatSeconds } from '@/shared/format/span';
import { useClinicNow } from './clinic-clock';

/** How long there is still, or how long it is over; told in words, the colour only helps. */
export function DueTime({ dueAt }: { dueAt: string }) {
  const left = (Date.parse(dueAt) - useClinicNow()) / 1000;
  return (
    <>
      <b className={left < 0 ? 'danger-text' : left < 300 ? 'warn-text' : undefined}>
        {left < 0 ? `已超时 ${formatSeconds(-left)}` : `还有 ${formatSeconds(left)}`}
      </b>
      <div className="quiet">{formatMoment(dueAt)}</div>
    </>
  );
}
