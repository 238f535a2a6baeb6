import { navigate } from '@/app/navigate';
import { useAppointments } from '@/shared/api/queries';
import { AppointmentCard } from '@/shared/appointments/AppointmentCard';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { useSession } from '@/shared/session/session';
import { Box, Heading } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import s from './index.module.scss';

/** What comes next for this account: a held place first of all, else the nearest visit. */
export function NextAppointment() {
  const { status, account } = useSession();
  const query = useAppointments('upcoming');
  useRefreshOnShow(async () => {
    if (status === 'signed-in') await query.refetch();
  });

  if (status === 'signed-out') {
    return (
      <Card isFlush>
        <LinkRow
          icon="me"
          title="登录"
          note="查看您的预约和消息"
          onTap={() => navigate('signIn')}
        />
      </Card>
    );
  }
  if (status !== 'signed-in') return null;
  if (account?.missingConsents.length) {
    return (
      <Card isFlush>
        <LinkRow
          icon="shield"
          title="阅读并同意说明"
          note="同意后就能预约和查看就诊信息"
          onTap={() => navigate('agree')}
        />
      </Card>
    );
  }
  return (
    <>
      <Box className={s['sectionHead']}>
        <Heading level={2} className={s['sectionTitle']}>
          接下来的就诊
        </Heading>
        <Button look="text" isInline onTap={() => navigate('visits')}>
          全部
        </Button>
      </Box>
      <Loaded
        query={query}
        skeletonCards={1}
        isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
        empty={{
          title: '近期没有预约',
          words: '点上面的“预约挂号”，选好科室和时间',
          icon: 'visits',
        }}
      >
        {(data) => {
          const items = data.pages.flatMap((page) => page.items);
          const next = items.find((item) => item.hold) ?? items[0];
          return next ? (
            <AppointmentCard appointment={next} onHoldEnd={() => void query.refetch()} />
          ) : null;
        }}
      </Loaded>
    </>
  );
}
