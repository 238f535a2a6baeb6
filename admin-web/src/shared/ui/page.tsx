import { useEffect, type ReactNode } from 'react';

interface Props {
  title: string;
  /** For the browser's tab and history, where a patient's name has no place. */
  tabTitle?: string;
  note?: ReactNode;
  /** The one filled button of the page, with quieter ones before it. */
  actions?: ReactNode;
  filters?: ReactNode;
  children: ReactNode;
}

export function Page({ title, tabTitle = title, note, actions, filters, children }: Props) {
  useEffect(() => {
    document.title = `${tabTitle} · 随诊`;
  }, [tabTitle]);
  return (
    <section className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {note !== undefined && <div className="quiet">{note}</div>}
        </div>
        {actions !== undefined && <div className="row">{actions}</div>}
      </header>
      {filters !== undefined && (
        <div className="page-filters" role="search" aria-label="筛选">
          {filters}
        </div>
      )}
      {children}
    </section>
  );
}
