import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useMay } from '@/features/shared/session';
import { useRead } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { useFilters } from '@/shared/hooks/use-filters';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';
import { SearchField } from '@/shared/ui/search-field';
import { ToneTag } from '@/shared/ui/tone-tag';
import { SettingDrawer } from './setting-drawer';
import { explanationOf, wordsOf, type Setting } from './setting-schema';
import './settings.css';

export function SettingsPage() {
  const settings = useRead('listSettings', {});
  const { filters, setFilters } = useFilters<'group'>();
  const [text, setText] = useState('');
  const [openKey, setOpenKey] = useState<string>();
  const groups = useMemo(() => groupsOf(settings.data?.items ?? []), [settings.data]);
  const found = (settings.data?.items ?? []).filter((one) =>
    text
      ? `${one.title}${one.description}${one.key}`.includes(text)
      : filters.group === undefined || one.group === filters.group,
  );
  return (
    <Page
      title="设置"
      note="各院规则不同的地方都在这里。每次修改都要写原因，并保留历史。"
      filters={<SearchField placeholder="查找设置" value={text} onChange={setText} />}
    >
      {settings.error ? (
        <div className="card">
          <ListError error={settings.error} onRetry={() => void settings.refetch()} />
        </div>
      ) : settings.isPending ? (
        <ListLoading rows={10} />
      ) : (
        <div className="settings">
          <nav className="card choices settings-groups" aria-label="设置分组">
            {[undefined, ...groups].map((group) => (
              <button
                key={group ?? ''}
                type="button"
                aria-pressed={filters.group === group}
                onClick={() => {
                  setText('');
                  setFilters({ group: group ?? '' });
                }}
              >
                {group ?? '全部'}
              </button>
            ))}
          </nav>
          <div className="stack">
            {found.length === 0 && (
              <div className="card">
                <ListEmpty title="没有找到这项设置" hint="请换个关键字。" />
              </div>
            )}
            {groupsOf(found).map((group) => (
              <SettingGroup
                key={group}
                name={group}
                settings={found.filter((one) => one.group === group)}
                onOpen={setOpenKey}
              />
            ))}
          </div>
        </div>
      )}
      <SettingDrawer
        setting={settings.data?.items.find((one) => one.key === openKey)}
        onClose={() => setOpenKey(undefined)}
      />
    </Page>
  );
}

const groupsOf = (settings: Setting[]): string[] => [...new Set(settings.map((one) => one.group))];

interface GroupProps {
  name: string;
  settings: Setting[];
  onOpen: (key: string) => void;
}

function SettingGroup({ name, settings, onOpen }: GroupProps) {
  const may = useMay();
  return (
    <section className="card" aria-label={name}>
      <h2 className="section-title">{name}</h2>
      <ul className="setting-list">
        {settings.map((setting) => (
          <li key={setting.key}>
            <div className="setting-text">
              <div>
                {setting.title} {setting.version > 0 && <ToneTag tone="info">已改过</ToneTag>}
              </div>
              <div className="quiet">{explanationOf(setting)}</div>
              {setting.updatedAt && (
                <div className="quiet num">
                  {formatInstant(setting.updatedAt)} {setting.updatedBy} 修改
                </div>
              )}
            </div>
            <b className="num setting-value">{wordsOf(setting, setting.value)}</b>
            <Button aria-label={`打开 ${setting.title}`} onClick={() => onOpen(setting.key)}>
              {may('settings.update') ? '修改' : '查看'}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
