import { navigate } from '@/app/navigate';
import { useWaitlist, type WaitlistEntry } from '@/shared/api/waitlist';
import { maskName } from '@/shared/format/marks';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { useShown } from '@/shared/hooks/use-shown';
import { Box, Text } from '@/shared/ui/base';
import { Card } from '@/shared/ui/Card/Card';
import { TimeLeft } from '@/shared/ui/Countdown/Countdown';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/List/Loaded';
import { More } from '@/shared/ui/List/More';
import { Page } from '@/shared/ui/Page/Page';
import { Tag } from '@/shared/ui/Tag/Tag';
import { lookAgainMs } from '../../api/waitlist';
import { rankWords, stateTags, wishWords } from '../../model/waitlist-words';
import s from './index.module.scss';

interface EntryCardProps {
  entry: WaitlistEntry;
  onOfferEnd: () => void;
}

function EntryCard({ entry, onOfferEnd }: EntryCardProps) {
  const tag = stateTags[entry.state];
  return (
    <Card onTap={() => navigate('waiting', { id: entry.id })}>
      <Box className={s['head']}>
        <Text className={s['wish']}>{wishWords(entry)}</Text>
        <Tag tone={tag.tone}>{tag.words}</Tag>
      </Box>
      <Box>
        {entry.departmentName} · {entry.doctorName}
      </Box>
      <Box className={s['line']}>
        <Icon name="me" tone="quiet" size={18} />
        {maskName(entry.patientName)}
        {entry.state === 'waiting' ? ` · ${rankWords(entry.ahead)}` : ''}
      </Box>
      {entry.offer ? (
        <Box className={s['offer']}>
          <Icon name="clock" tone="warn" size={20} />
          <Text>
            为您保留 <TimeLeft until={entry.offer.expiresAt} onEnd={onOfferEnd} />
          </Text>
          <Text className={s['go']}>去确认</Text>
        </Box>
      ) : null}
    </Card>
  );
}

function Entries() {
  const isShown = useShown();
  const query = useWaitlist(isShown ? lookAgainMs : false);
  useRefreshOnShow(() => query.refetch());
  return (
    <Loaded
      query={query}
      isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
      empty={{
        title: '没有候补',
        words: '想约的时段满了，可以在医生页面登记候补，有号时按先后轮到您',
        icon: 'clock',
        actionLabel: '去选医生',
        onAction: () => navigate('departments'),
      }}
    >
      {(data) => (
        <Box>
          {data.pages
            .flatMap((page) => page.items)
            .map((entry) => (
              <EntryCard key={entry.id} entry={entry} onOfferEnd={() => void query.refetch()} />
            ))}
          <More
            hasMore={query.hasNextPage}
            isBusy={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          />
        </Box>
      )}
    </Loaded>
  );
}

export default function WaitlistPage() {
  return (
    <Page name="waitlist" needs="consent" backTo="visits">
      <Entries />
    </Page>
  );
}
