import type { SuspensionCaseState } from '@suizhen/contract/wire';
import type { Answer } from '@/shared/api/client';
import { suspensionCaseTones, suspensionCaseWords } from '@/shared/format/clinic-day-labels';
import { toneColours } from '@/shared/look/tokens';
import './suspension.css';

const order: SuspensionCaseState[] = ['rescheduled', 'cancelled', 'reached', 'told', 'unreached'];

/** One bar for everybody affected: settled on the left, still open on the right, each part in words. */
export function Progress({ suspension }: { suspension: Answer<'getSuspension'> }) {
  const { cases } = suspension;
  const parts = order
    .map((state) => ({ state, count: suspension[state] }))
    .filter(({ count }) => count > 0);
  const words = parts
    .map(({ state, count }) => `${suspensionCaseWords[state]} ${count}`)
    .join('，');
  return (
    <section className="card" aria-label="进度">
      <div
        className="case-bar"
        role="img"
        aria-label={`共 ${cases} 位：${words || '没有患者受影响'}`}
      >
        {parts.map(({ state, count }) => {
          const { border, background } = toneColours[suspensionCaseTones[state]];
          return (
            <span
              key={state}
              style={{ flexGrow: count, background, borderBottom: `4px solid ${border}` }}
            >
              <b className="num">{count}</b> {suspensionCaseWords[state]}
            </span>
          );
        })}
        {parts.length === 0 && <span className="quiet">没有患者受影响</span>}
      </div>
    </section>
  );
}
