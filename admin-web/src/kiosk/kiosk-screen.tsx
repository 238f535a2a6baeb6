import { useEffect } from 'react';
import { onSignedOut } from '@/shared/api/http';
import type { DeviceSession } from '@/screens/use-device';
import { useWakeLock } from '@/screens/use-wake-lock';
import { useKiosk, type Kiosk, type Step } from './flow';
import { NumberEntry, numberEntries, PhoneEntry } from './number-entry';
import { ResultStep } from './result-step';
import { ScanStep } from './scan-step';
import { useSiteCode, type SiteCode } from './site-code';
import { StartStep } from './start-step';
import { useIdleReset } from './use-idle-reset';
import { useScanner } from './use-scanner';
import { VisitsStep } from './visits-step';
import './kiosk.css';

export function KioskScreen({ session }: { session: DeviceSession }) {
  const kiosk = useKiosk();
  const { step, reset, find } = kiosk;
  const site = useSiteCode();
  const isAtStart = step.name === 'start';
  const left = useIdleReset(!isAtStart, reset);
  useScanner(isAtStart || step.name === 'scan', (code) => find({ by: 'code', code }));
  useWakeLock();
  useEffect(() => onSignedOut(reset), [reset]);
  useEffect(() => {
    const refuse = (event: Event): void => event.preventDefault();
    window.addEventListener('contextmenu', refuse);
    return () => window.removeEventListener('contextmenu', refuse);
  }, []);
  return (
    <div className="kiosk">
      <header className="top">
        <p className="hospital">
          {session.hospitalName} <small>{session.branchName}</small>
        </p>
        {!isAtStart && (
          <button type="button" className="home" onClick={reset}>
            返回首页
            <span className={left <= 10 ? 'countdown is-short num' : 'countdown num'}>
              {left} 秒
            </span>
          </button>
        )}
      </header>
      {site.isOffline && (
        <p className="offline" role="status">
          网络暂时不可用，恢复后会自动继续。请先到前台签到。
        </p>
      )}
      <main className="step">
        <Content step={step} kiosk={kiosk} site={site} departments={session.departmentNames} />
      </main>
    </div>
  );
}

interface ContentProps {
  step: Step;
  kiosk: Kiosk;
  site: SiteCode;
  departments: string[];
}

function Content({ step, kiosk, site, departments }: ContentProps) {
  const { go, find, checkIn, reset } = kiosk;
  switch (step.name) {
    case 'start':
      return <StartStep site={site} departments={departments} onChoose={go} />;
    case 'scan':
      return <ScanStep site={site} />;
    case 'number':
      return (
        <NumberEntry
          key={step.by}
          {...numberEntries[step.by]}
          onDone={(number) => go({ name: 'phone', by: step.by, number })}
        />
      );
    case 'phone':
      return (
        <PhoneEntry
          onDone={(phoneTail) =>
            find(
              step.by === 'card'
                ? { by: 'card', cardNumber: step.number, phoneTail }
                : { by: 'identity', identityNumber: step.number, phoneTail },
            )
          }
        />
      );
    case 'busy':
      return (
        <div className="message" role="status">
          <h1>{step.words}</h1>
          <p>请稍候</p>
        </div>
      );
    case 'visits':
      return <VisitsStep visits={step.visits} onChoose={checkIn} />;
    case 'result':
      return <ResultStep slip={step.slip} onDone={reset} />;
    case 'problem':
      return (
        <div className="message" role="alert">
          <h1>{step.problem.title}</h1>
          <p>{step.problem.advice}</p>
          <div className="actions">
            {step.again && (
              <button type="button" className="main-action" onClick={step.again}>
                再试一次
              </button>
            )}
            <button
              type="button"
              className={step.again ? 'other-action' : 'main-action'}
              onClick={reset}
            >
              返回首页
            </button>
          </div>
        </div>
      );
  }
}
