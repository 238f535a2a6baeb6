import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { clockOf, formatInstant } from '@/shared/format/date';
import type { Slip } from './flow';
import './slip.css';

interface Props {
  slip: Slip;
  onDone: () => void;
}

export function ResultStep({ slip, onDone }: Props) {
  return (
    <div className="result">
      <h1>签到成功</h1>
      <p className="result-number">
        <span>您的号码</span>
        <strong className="num">{slip.queueNumber}</strong>
      </p>
      <p className="result-ahead">
        {slip.ahead > 0 ? (
          <>
            前面还有 <b className="num">{slip.ahead}</b> 位
          </>
        ) : (
          '前面没有人，请到诊室门口等候叫号'
        )}
      </p>
      <p className="result-place">
        {slip.departmentName} {slip.doctorName}
      </p>
      <p className="result-place">{placeOf(slip)}</p>
      {slip.isLate && <p className="note">已过预约时段，排在几位患者之后。</p>}
      <div className="actions">
        <button type="button" className="main-action" onClick={() => window.print()}>
          打印凭条
        </button>
        <button type="button" className="other-action" onClick={onDone}>
          完成
        </button>
      </div>
      <PrintRoot slip={slip} />
    </div>
  );
}

/** The room may be said in the place already. */
const placeOf = ({ location, room }: Slip): string =>
  location.includes(room) ? location : `${location} ${room}`;

/** A copy beside the application, the only thing that print shows. */
function PrintRoot({ slip }: { slip: Slip }) {
  useEffect(() => {
    const style = document.createElement('style');
    // Paper size cannot be scoped by a selector, so it exists only while there is a slip.
    style.textContent = '@page { size: 80mm auto; margin: 0 }';
    document.head.append(style);
    return () => style.remove();
  }, []);
  return createPortal(
    <article className="slip" aria-hidden>
      <header>
        <strong>{slip.hospitalName}</strong>
        <div>{slip.branchName}</div>
        <div>签到凭条</div>
      </header>
      <p className="slip-number">
        <b>{slip.queueNumber}</b> 号
      </p>
      <dl>
        <Line name="姓名">{slip.patientNameMasked}</Line>
        <Line name="科室">{slip.departmentName}</Line>
        <Line name="医生">{slip.doctorName}</Line>
        <Line name="地点">{placeOf(slip)}</Line>
        <Line name="前面">{slip.ahead} 位</Line>
        <Line name="预约">{clockOf(slip.startsAt)}</Line>
        <Line name="签到">{formatInstant(slip.checkedInAt)}</Line>
      </dl>
      <footer>请留意大屏和广播叫号，过号请到分诊台。</footer>
    </article>,
    document.body,
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
