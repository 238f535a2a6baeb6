import { useInfiniteQuery } from '@tanstack/react-query';
import { useMayReadRecords } from '@/shared/api/queries';
import { formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { call } from '@/shared/request/client';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { More } from '@/shared/ui/List/More';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';

function useRecordViews(patientId: string) {
  const enabled = useMayReadRecords() && patientId !== '';
  return useInfiniteQuery({
    queryKey: ['record-views', patientId],
    queryFn: ({ pageParam }) =>
      call('listMyRecordViews', {
        params: { patientId },
        query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
  });
}

export default function RecordViewsPage() {
  const { id = '' } = usePageParams('recordViews');
  const query = useRecordViews(id);
  return (
    <Page name="recordViews" needs="consent" backTo="patients">
      <Notice>医院工作人员每次查看或修改这份资料，都会记在这里</Notice>
      <Loaded
        query={query}
        isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
        empty={{ title: '还没有人看过', words: '有人查看后，会写明时间、人员和原因', icon: 'eye' }}
      >
        {(data) => (
          <>
            {data.pages
              .flatMap((page) => page.items)
              .map((view) => (
                <Card key={view.id} title={view.action}>
                  <Row name="时间">{formatMoment(view.at)}</Row>
                  <Row name="人员">
                    {view.staffName} {view.staffRole}
                  </Row>
                  {view.reason ? <Row name="原因">{view.reason}</Row> : null}
                </Card>
              ))}
            <More
              hasMore={query.hasNextPage}
              isBusy={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}
