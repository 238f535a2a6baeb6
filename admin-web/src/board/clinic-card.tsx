import type { CSSProperties } from 'react';
import { titleWords } from '@/shared/format/labels';
import { keyOf, roomOf } from './calls';
import type { BoardQueue } from './live-board';

interface Props {
  queue: BoardQueue;
  fresh: ReadonlySet<string>;
}

/** One clinic: where, who sees patients, who is called, who comes next. */
export function ClinicCard({ queue, fresh }: Props) {
  return (
    <article className={queue.isSuspended ? 'clinic is-suspended' : 'clinic'}>
      <header>
        <h2 style={{ '--size': sizeOf(roomOf(queue)) } as CSSProperties}>{roomOf(queue)}</h2>
        <p className="doctor">
          {queue.doctorName} <small>{titleWords[queue.doctorTitle]}</small>
        </p>
        <p className="department">{queue.departmentName}</p>
      </header>
      {queue.isSuspended && !queue.called ? (
        <Suspended />
      ) : (
        <>
          <Called queue={queue} fresh={fresh} />
          <Next queue={queue} fresh={fresh} />
        </>
      )}
      <Passed queue={queue} />
    </article>
  );
}

const largest = 60;
const smallest = 34;
/** Of a column, in units of the design. */
const wide = 400;

/** Where to go must be read whole: long names of rooms are written smaller. */
function sizeOf(room: string): number {
  const letters = [...room].reduce((sum, each) => sum + (each > '\u2000' ? 1 : 0.58), 0);
  return Math.max(smallest, Math.min(largest, Math.floor(wide / letters)));
}

function Suspended() {
  return (
    <div className="suspended">
      <strong>停诊</strong>
      <p>请到前台咨询</p>
    </div>
  );
}

function Called({ queue, fresh }: Props) {
  const { called, rosterId, isSuspended } = queue;
  if (!called) {
    return (
      <div className="called is-nobody">
        <span className="called-word">等待叫号</span>
        <strong className="called-number">—</strong>
      </div>
    );
  }
  const isFresh = fresh.has(keyOf(rosterId, called.number));
  return (
    <div className={isFresh ? 'called is-fresh' : 'called'}>
      <span className="called-word">
        {isSuspended && <b className="ribbon">停诊</b>}
        {called.isInVisit ? '就诊中' : '请就诊'}
      </span>
      {/* Drawn anew with every call, so that it flashes again. */}
      <strong className="called-number num" key={called.calls}>
        {called.number}
        <small>号</small>
      </strong>
      <span className="called-name">{called.nameMasked}</span>
    </div>
  );
}

/** Higher displays have room for more than three; what does not fit is not drawn. */
const mostLines = 8;
const mostAlsoCalled = 2;

function Next({ queue, fresh }: Props) {
  const { alsoCalled, next, waiting, rosterId } = queue;
  const others = alsoCalled.slice(0, mostAlsoCalled);
  return (
    <section className="next">
      <h3>
        候诊 <b className="num">{waiting}</b> 人
      </h3>
      <ol>
        {others.map((one) => (
          <li
            key={one.number}
            className={fresh.has(keyOf(rosterId, one.number)) ? 'also is-fresh' : 'also'}
          >
            <b className="num">{one.number}</b>
            <span>{one.nameMasked}</span>
            <em>请就诊</em>
          </li>
        ))}
        {next.slice(0, mostLines - others.length).map((one) => (
          <li key={one.number}>
            <b className="num">{one.number}</b>
            <span>{one.nameMasked}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Numbers alone: who was passed over knows the own number, and more of them fit. */
function Passed({ queue: { passed } }: { queue: BoardQueue }) {
  if (passed.length === 0) return null;
  return (
    <p className="passed">
      <b>过号</b> <span className="num">{passed.map(({ number }) => number).join('、')}</span>
    </p>
  );
}
