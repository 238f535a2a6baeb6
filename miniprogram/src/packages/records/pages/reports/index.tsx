import { useState } from 'react';
import { reportKinds } from '@suizhen/contract/wire';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { usePageParams } from '@/shared/hooks/use-params';
import { useSettled } from '@/shared/hooks/use-settled';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Loaded } from '@/shared/ui/List/Loaded';
import { More } from '@/shared/ui/List/More';
import { SearchBox } from '@/shared/ui/SearchBox';
import { Sheet } from '@/shared/ui/Sheet/Sheet';
import { useReports } from '../../api/reports';
import { Chips } from '../../components/Chips';
import { PatientPage } from '../../components/PatientPage';
import r from '../../components/records.module.scss';
import { closedWords, kindWords, type ReportSummary } from '../../model/report-words';
import { countOf, noFilters, requestOf, type Filters, type KindChoice } from './filters';
import { FilterSheet } from './FilterSheet';
import s from './index.module.scss';
import { ReportCard } from './ReportCard';

const kindOptions: readonly { value: KindChoice; label: string }[] = [
  { value: 'all', label: '全部' },
  ...reportKinds.map((value) => ({ value, label: kindWords[value] })),
];

const noHits = {
  title: '没有这样的报告',
  words: '换个词，或清除筛选再看',
  icon: 'search',
} as const;
const noReports = {
  title: '还没有报告',
  words: '做完检查后，报告出来会通知您，也会出现在这里',
  icon: 'file',
} as const;

interface ListProps {
  patientId: string;
  kind: KindChoice;
  filters: Filters;
  words: string;
  onFilters: (filters: Filters) => void;
}

function List({ patientId, kind, filters, words, onFilters }: ListProps) {
  const [isChoosing, setChoosing] = useState(false);
  const [closed, setClosed] = useState<ReportSummary | null>(null);
  const query = useReports(patientId, requestOf(filters, kind, words));
  useRefreshOnShow(() => query.refetch());
  const narrowed = countOf(filters);
  const isNarrow = narrowed > 0 || kind !== 'all' || words !== '';
  const first = query.data?.pages[0];
  return (
    <>
      <Box className={s['tools']}>
        <Text className={r['note']} live="polite">
          {first ? (first.unread > 0 ? `${first.unread} 份未读` : '都看过了') : ''}
        </Text>
        <Button look="text" isInline onTap={() => setChoosing(true)}>
          {narrowed > 0 ? `筛选（已选 ${narrowed} 项）` : '筛选'}
        </Button>
      </Box>
      <Loaded
        query={query}
        isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
        empty={isNarrow ? noHits : noReports}
      >
        {(data) => (
          <>
            {data.pages
              .flatMap((page) => page.items)
              .map((report) => (
                <ReportCard key={report.id} report={report} onClosed={setClosed} />
              ))}
            <More
              hasMore={query.hasNextPage}
              isBusy={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
          </>
        )}
      </Loaded>
      {isChoosing ? (
        <FilterSheet
          isOpen
          value={filters}
          departments={first?.departments ?? []}
          onClose={() => setChoosing(false)}
          onChange={onFilters}
        />
      ) : null}
      <Sheet isOpen={closed !== null} title={closed?.name ?? ''} onClose={() => setClosed(null)}>
        {closed ? closedWords(closed) : ''}
      </Sheet>
    </>
  );
}

export default function ReportsPage() {
  const { patientId, kind: kindOfAddress } = usePageParams('reports');
  const [kind, setKind] = useState<KindChoice>(kindOfAddress ?? 'all');
  const [filters, setFilters] = useState(noFilters);
  const [typed, setTyped] = useState('');
  const words = useSettled(typed.trim());
  return (
    <PatientPage name="reports" patientId={patientId} backTo="me">
      {(patient) => (
        <>
          <SearchBox
            label="搜报告或项目名称"
            placeholder="如 血常规、葡萄糖"
            value={typed}
            onChange={setTyped}
            maxLength={40}
          />
          <Chips label="报告种类" options={kindOptions} value={kind} onChange={setKind} />
          <List
            key={patient.id}
            patientId={patient.id}
            kind={kind}
            filters={filters}
            words={words}
            onFilters={setFilters}
          />
        </>
      )}
    </PatientPage>
  );
}
