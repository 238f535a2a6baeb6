import { useState } from 'react';
import { navigate } from '@/app/navigate';
import { useAppointments, type When } from '@/shared/api/queries';
import { isLive, useWaitlist } from '@/shared/api/waitlist';
import { AppointmentCard } from '@/shared/appointments/AppointmentCard';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { More } from '@/shared/ui/List/More';
import { Page } from '@/shared/ui/Page/Page';
import { Tag } from '@/shared/ui/Tag/Tag';
import { Segments } from '@/shared/ui/Segments/Segments';

const empties = {
  upcoming: {
    title: '近期没有预约',
    words: '选好科室和时间，就能约到医生',
    icon: 'visits',
    actionLabel: '去预约',
    onAction: () => navigate('departments'),
  },
  past: { title: '还没有过往记录', words: '就诊结束或取消的预约会留在这里', icon: 'visits' },
} as const;

function Visits({ when }: { when: When }) {
  const query = useAppointments(when);
  useRefreshOnShow(() => query.refetch());
  return (
    <Loaded
      query={query}
      isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
      empty={empties[when]}
    >
      {(data) => (
        <Box>
          {data.pages
            .flatMap((page) => page.items)
            .map((appointment) => (
              <AppointmentCard
                key={appointment.id}
                appointment={appointment}
                onHoldEnd={() => void query.refetch()}
              />
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

/** The way to the waitlist; an offer that waits for an answer is said at once. */
function WaitlistRow() {
  const query = useWaitlist();
  useRefreshOnShow(() => query.refetch());
  const live = (query.data?.pages ?? []).flatMap((page) => page.items).filter(isLive);
  const isOffered = live.some(({ state }) => state === 'offered');
  const note = live.length > 0 ? `正在候补 ${live.length} 个` : undefined;
  return (
    <Card isFlush>
      <LinkRow
        icon="clock"
        iconTone={isOffered ? 'warn' : 'primary'}
        title="我的候补"
        note={isOffered ? '请尽快确认，过时让给下一位' : note}
        after={isOffered ? <Tag tone="warn">轮到您了</Tag> : null}
        onTap={() => navigate('waitlist')}
      />
    </Card>
  );
}

export default function VisitsPage() {
  const [when, setWhen] = useState<When>('upcoming');
  return (
    <Page
      name="visits"
      needs="consent"
      bottom={<Button onTap={() => navigate('departments')}>预约挂号</Button>}
    >
      <Segments
        label="预约时间"
        value={when}
        onChange={setWhen}
        options={[
          { value: 'upcoming', label: '待就诊' },
          { value: 'past', label: '过往记录' },
        ]}
      />
      {when === 'upcoming' ? <WaitlistRow /> : null}
      <Visits key={when} when={when} />
    </Page>
  );
}
