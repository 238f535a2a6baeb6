import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { navigate } from '@/app/navigate';
import { keys } from '@/shared/api/queries';
import { shortMoment } from '@/shared/format/dates';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { useSubmit } from '@/shared/hooks/use-submit';
import { messageIcons, type Message } from '@/shared/messages/message-kinds';
import { call } from '@/shared/request/client';
import { useUnread } from '@/shared/session/unread';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/List/Loaded';
import { More } from '@/shared/ui/List/More';
import { Page } from '@/shared/ui/Page/Page';
import s from './index.module.scss';

function MessageCard({ message }: { message: Message }) {
  const isUnread = message.readAt === null;
  const icon = messageIcons[message.kind];
  return (
    <Card onTap={() => navigate('message', { id: message.id })}>
      <Box className={s['item']}>
        <Box className={s['icon']}>
          <Icon name={icon.name} tone={icon.tone} />
          {isUnread ? <Box className={s['unread']} hidden /> : null}
        </Box>
        <Box className={s['words']}>
          <Box className={s['head']}>
            <Text className={s['title']}>
              {isUnread ? '未读 · ' : ''}
              {message.title}
            </Text>
            <Text className={s['time']}>{shortMoment(message.createdAt)}</Text>
          </Box>
          <Text className={s['body']}>{message.body}</Text>
        </Box>
      </Box>
    </Card>
  );
}

function Inbox() {
  const client = useQueryClient();
  const unread = useUnread();
  const query = useInfiniteQuery({
    queryKey: [...keys.messages, 'list'],
    queryFn: ({ pageParam }) =>
      call('listMyMessages', { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  useRefreshOnShow(() => client.invalidateQueries({ queryKey: keys.messages }));
  const readAll = useSubmit(async (_: 'all') => {
    await call('readAllMyMessages');
    await client.invalidateQueries({ queryKey: keys.messages });
  });
  return (
    <Loaded
      query={query}
      isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
      empty={{
        title: '还没有消息',
        words: '预约、付款、退款和就诊提醒都会发到这里',
        icon: 'inbox',
      }}
    >
      {(data) => (
        <Box>
          {unread > 0 ? (
            <Button
              look="text"
              isInline
              isBusy={readAll.isBusy}
              onTap={() => void readAll.run('all')}
            >
              全部标为已读
            </Button>
          ) : null}
          {data.pages
            .flatMap((page) => page.items)
            .map((message) => (
              <MessageCard key={message.id} message={message} />
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

export default function InboxPage() {
  return (
    <Page name="inbox" needs="session">
      <Inbox />
    </Page>
  );
}
