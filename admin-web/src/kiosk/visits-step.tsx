import type { CheckInState } from '@suizhen/contract/wire';
import { clockOf, formatSpan } from '@/shared/format/date';
import { titleWords } from '@/shared/format/labels';
import type { Visit } from './flow';

interface Props {
  visits: Visit[];
  onChoose: (visit: Visit) => void;
}

/** What can be done with a visit, or why nothing. */
const states: Record<CheckInState, { action: string | null; note: string }> = {
  open: { action: '签到', note: '' },
  late: { action: '签到', note: '已过预约时段，签到后会排在几位患者之后' },
  done: { action: '补打凭条', note: '已签到' },
  'too-early': { action: null, note: '还没到签到时间，请稍后再来' },
  awaited: { action: null, note: '医院还没有确认这个号，请到前台说明' },
  closed: { action: null, note: '自助签到已结束，请到前台办理' },
};

export function VisitsStep({ visits, onChoose }: Props) {
  return (
    <div className="visits">
      <h1>{visits[0]?.patientNameMasked}，您今天的预约</h1>
      <ul>
        {visits.map((visit) => {
          const { action, note } = states[visit.checkInState];
          const when = formatSpan(clockOf(visit.startsAt), clockOf(visit.endsAt));
          return (
            <li key={visit.appointmentId} className="visit">
              <div>
                <h2>
                  {visit.departmentName} {visit.doctorName}{' '}
                  <small>{titleWords[visit.doctorTitle]}</small>
                </h2>
                <p className="num">
                  {when}，{visit.queueNumber} 号
                </p>
                <p>{visit.location}</p>
                {note && <p className="note">{note}</p>}
              </div>
              {action && (
                <button type="button" className="main-action" onClick={() => onChoose(visit)}>
                  {action}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <p>不是您的预约，或有其他问题，请到前台办理。</p>
    </div>
  );
}
