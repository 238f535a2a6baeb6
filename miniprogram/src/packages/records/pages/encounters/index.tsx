import { useState } from 'react';
import { encounterClasses, type EncounterClass } from '@suizhen/contract/wire';
import { navigate } from '@/app/navigate';
import { dateOf, formatDay } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Box, Text } from '@/shared/ui/base';
import { Card } from '@/shared/ui/Card/Card';
import { More } from '@/shared/ui/List/More';
import { Tag } from '@/shared/ui/Tag/Tag';
import { useEncounters, type EncounterSummary } from '../../api/archive';
import { Chips } from '../../components/Chips';
import { PatientPage } from '../../components/PatientPage';
import r from '../../components/records.module.scss';
import { Opened } from '../../components/StepUp';
import { classWords, encounterStatusWords } from '../../model/archive-words';
import s from './index.module.scss';

type ClassChoice = EncounterClass | 'all';
const options: readonly { value: ClassChoice; label: string }[] = [
  { value: 'all', label: '全部' },
  ...encounterClasses.map((value) => ({ value, label: classWords[value] })),
];

function EncounterCard({ encounter }: { encounter: EncounterSummary }) {
  return (
    <Card onTap={() => navigate('encounter', { id: encounter.id })}>
      <Box className={s['head']}>
        <Text className={s['title']}>{encounter.departmentName}</Text>
        <Text className={s['day']}>{formatDay(dateOf(encounter.startedAt))}</Text>
      </Box>
      <Text className={r['note']}>
        {[encounter.doctorName, encounter.branchName].filter(Boolean).join(' · ')}
      </Text>
      <Text className={s['diagnosis']}>
        {encounter.diagnosisText ? `诊断：${encounter.diagnosisText}` : '暂无诊断记录'}
      </Text>
      <Box className={r['tags']}>
        <Tag tone="primary">{classWords[encounter.class]}</Tag>
        {encounter.status === 'finished' ? null : (
          <Tag>{encounterStatusWords[encounter.status]}</Tag>
        )}
        {encounter.reports > 0 ? <Tag tone="info">{encounter.reports} 份报告</Tag> : null}
      </Box>
    </Card>
  );
}

function List({ patientId, kind }: { patientId: string; kind: ClassChoice }) {
  const query = useEncounters(patientId, kind === 'all' ? undefined : kind);
  useRefreshOnShow(() => query.refetch());
  return (
    <Opened
      query={query}
      isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
      empty={{
        title: '没有就诊记录',
        words: '在医院看过病后，诊断、医嘱和费用会出现在这里',
        icon: 'visits',
      }}
    >
      {(data) => (
        <>
          {data.pages
            .flatMap((page) => page.items)
            .map((encounter) => (
              <EncounterCard key={encounter.id} encounter={encounter} />
            ))}
          <More
            hasMore={query.hasNextPage}
            isBusy={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        </>
      )}
    </Opened>
  );
}

export default function EncountersPage() {
  const { patientId } = usePageParams('encounters');
  const [kind, setKind] = useState<ClassChoice>('all');
  return (
    <PatientPage name="encounters" patientId={patientId} backTo="archive">
      {(patient) => (
        <>
          <Chips label="就诊类型" options={options} value={kind} onChange={setKind} />
          <List patientId={patient.id} kind={kind} />
        </>
      )}
    </PatientPage>
  );
}
