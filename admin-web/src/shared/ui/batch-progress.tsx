import { Alert, Progress } from 'antd';
import type { BatchState } from '@/shared/hooks/use-batch';

/** How far a bulk action is, and afterwards what was refused and why. */
export function BatchProgress({ state }: { state: BatchState }) {
  if (state.total === 0) return null;
  const percent = Math.round((state.done / state.total) * 100);
  return (
    <div role="status" aria-live="polite">
      <Progress
        percent={percent}
        format={() => `${state.done}/${state.total}`}
        status={state.failures.length > 0 ? 'exception' : 'normal'}
      />
      {state.failures.length > 0 && (
        <Alert
          type="error"
          title={`${state.failures.length} 项没有完成`}
          description={
            <ul className="plain-list">
              {state.failures.map((failure) => (
                <li key={failure.label}>
                  {failure.label}:{failure.reason}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </div>
  );
}
