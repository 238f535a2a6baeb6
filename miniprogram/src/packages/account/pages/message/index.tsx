import { useEffect } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/shared/api/queries';
import { formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { onwardOf } from '@/shared/messages/message-kinds';
import { call } from '@/shared/request/client';
import { useSession } from '@/shared/session/session';
import { unreadKey } from '@/shared/session/unread';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import s from './index.module.scss';

/** Opening a message is reading it: the answer of "read" is the message itself. */
function useOpenedMessage(messageId: string) {
  const client = useQueryClient();
  const isSignedIn = useSession((state) => state.status === 'signed-in');
  const query = useQuery({
    queryKey: ['message', messageId],
    queryFn: () => call('readMyMessage', { params: { messageId } }),
    enabled: isSignedIn && messageId !== '',
    staleTime: Infinity,
  });
  const isRead = query.data !== undefined;
  useEffect(() => {
    if (!isRead) return;
    void client.invalidateQueries({ queryKey: unreadKey });
    void client.invalidateQueries({ queryKey: keys.messages });
  }, [isRead, client]);
  return query;
}

export default function MessagePage() {
  const { id = '' } = usePageParams('message');
  const query = useOpenedMessage(id);
  const onward = query.data ? onwardOf(query.data) : null;
  return (
    <Page
      name="message"
      needs="session"
      backTo="inbox"
      bottom={onward ? <Button onTap={onward.go}>{onward.label}</Button> : null}
    >
      <Loaded query={query} skeletonCards={1}>
        {(message) => (
          <Card title={message.title}>
            <Box className={s['time']}>{formatMoment(message.createdAt)}</Box>
            <Box className={s['body']}>{message.body}</Box>
          </Card>
        )}
      </Loaded>
    </Page>
  );
}
