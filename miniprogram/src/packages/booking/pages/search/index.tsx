import { useState } from 'react';
import { navigate } from '@/app/navigate';
import { usePageParams } from '@/shared/hooks/use-params';
import { useSettled } from '@/shared/hooks/use-settled';
import { Box, Tap, Text } from '@/shared/ui/base';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { SearchBox } from '@/shared/ui/SearchBox';
import { Tag } from '@/shared/ui/Tag/Tag';
import { useSearch, type SearchHit } from '../../api/directory';
import s from './index.module.scss';

const kindWords = { doctor: '医生', department: '科室', disease: '病症' } as const;
const examples = ['感冒', '高血压', '糖尿病', '心内科', '儿科'];

/** Of a disease word the interesting part is who treats it. */
const hitWords = ({ kind, title, subtitle, branchName }: SearchHit) =>
  kind === 'disease'
    ? { title: subtitle, note: `看${title} · ${branchName}` }
    : { title, note: `${subtitle} · ${branchName}` };

function Hits({ words, branchId }: { words: string; branchId: string | undefined }) {
  const query = useSearch(words, branchId);
  return (
    <Loaded
      query={query}
      isEmpty={(hits) => hits.length === 0}
      empty={{
        title: `没有找到“${words}”`,
        words: '换个说法试试，或按科室查找',
        icon: 'search',
        actionLabel: '按科室查找',
        onAction: () => navigate('departments'),
      }}
    >
      {(hits) => (
        <Card isFlush>
          {hits.map((hit) => (
            <LinkRow
              key={`${hit.kind}-${hit.doctorId ?? hit.departmentId}-${hit.title}`}
              {...hitWords(hit)}
              after={<Tag tone="primary">{kindWords[hit.kind]}</Tag>}
              onTap={() =>
                hit.doctorId
                  ? navigate('doctor', { id: hit.doctorId })
                  : navigate('department', { id: hit.departmentId })
              }
            />
          ))}
        </Card>
      )}
    </Loaded>
  );
}

export default function SearchPage() {
  const { branchId } = usePageParams('search');
  const [typed, setTyped] = useState('');
  const words = useSettled(typed.trim());
  return (
    <Page name="search" backTo="departments">
      <SearchBox
        label="搜医生、科室或病症"
        placeholder="姓名、拼音首字母、科室、病症"
        value={typed}
        onChange={setTyped}
        maxLength={30}
        focus
      />
      {words === '' ? (
        <>
          <Text className={s['label']}>试试这样搜</Text>
          <Box className={s['hints']}>
            {examples.map((example) => (
              <Tap key={example} className={s['hint']} onTap={() => setTyped(example)}>
                {example}
              </Tap>
            ))}
          </Box>
        </>
      ) : (
        <Hits words={words} branchId={branchId} />
      )}
    </Page>
  );
}
