import { Component, StrictMode, type ComponentType, type ErrorInfo, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { DeviceKind } from '@suizhen/contract/wire';
import { Pairing } from './pairing';
import { useDevice, type DeviceSession } from './use-device';
import './screen.css';

interface Props {
  kind: DeviceKind;
  title: string;
  Content: ComponentType<{ session: DeviceSession }>;
}

/** A device in the hall: paired first, then what it is there for. */
export function Screen({ kind, title, Content }: Props) {
  const { state, pair } = useDevice(kind);
  switch (state.kind) {
    case 'paired':
      return <Content session={state.session} />;
    case 'unpaired':
      return <Pairing title={title} pair={pair} />;
    case 'starting':
      return <Waiting words="正在启动" />;
    case 'unreachable':
      return <Waiting words="正在连接医院系统" hint="连接恢复后会自动继续，请稍候。" />;
  }
}

function Waiting({ words, hint }: { words: string; hint?: string }) {
  return (
    <main className="wait" role="status">
      <h1>{words}</h1>
      {hint && <p>{hint}</p>}
    </main>
  );
}

/** Nobody stands by to press a key: what broke starts again by itself. */
class StartAgain extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('screen failed', error, info.componentStack);
    setTimeout(() => window.location.reload(), 5_000);
  }

  override render(): ReactNode {
    return this.state.isBroken ? <Waiting words="正在重新启动" /> : this.props.children;
  }
}

export function mount(screen: ReactNode): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('no #root');
  createRoot(root).render(
    <StrictMode>
      <StartAgain>{screen}</StartAgain>
    </StrictMode>,
  );
}
