import { lazyRouteComponent } from '@tanstack/react-router';
import { Button, Result } from 'antd';
import { useEffect, useState } from 'react';
import { offlineError } from '@/shared/api/api-error';
import { useOnline } from '@/shared/hooks/use-online';
import { ListError, ListLoading } from './list-state';

/** A file of the console is not there (any more): most often a new version has taken its place. */
export class MissingPart extends Error {
  constructor(cause: unknown) {
    super('a part of the console could not be fetched', { cause });
    this.name = 'MissingPart';
  }
}

/** As the browsers and Vite word it. */
const isFetchFailure = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|module script failed|unable to preload css/i.test(error.message);

/** A page or tab that is fetched when it is first opened. */
export const lazyPart = <Module extends Record<string, unknown>, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
) =>
  lazyRouteComponent(
    () =>
      load().catch((error: unknown) => {
        throw isFetchFailure(error) ? new MissingPart(error) : error;
      }),
    name,
  );

const triedKey = 'suizhen.reloaded-from';

/** A version on screen is left behind once; a reload that brings the same one is not repeated. */
function mayLeaveVersion(): boolean {
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src;
  const version = entry ?? 'unknown';
  if (sessionStorage.getItem(triedKey) === version) return false;
  sessionStorage.setItem(triedKey, version);
  return true;
}

interface Props {
  reload?: () => void;
}

/** In place of what could not be fetched: loads the new version by itself, or says that it is there. */
export function MissingPartNotice(props: Props) {
  // Without a network a reload would take away what is still there.
  if (!useOnline()) return <ListError error={offlineError()} />;
  return <NewVersion {...props} />;
}

function NewVersion({ reload = () => window.location.reload() }: Props) {
  const [isTold, setTold] = useState(false);
  useEffect(() => {
    if (mayLeaveVersion()) reload();
    else setTold(true);
    // Decided once, when the part turns out to be missing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  if (!isTold) return <ListLoading />;
  return (
    <div role="alert">
      <Result
        status="info"
        title="工作台有新版本"
        subTitle="刷新页面后就能继续。还没有保存的内容需要重新填写。"
        extra={
          <Button type="primary" onClick={reload}>
            刷新页面
          </Button>
        }
      />
    </div>
  );
}
