import Taro from '@tarojs/taro';
import { useQuery } from '@tanstack/react-query';
import { navigate } from '@/app/navigate';
import { usePublicConfig } from '@/shared/hooks/use-public-config';
import { call } from '@/shared/request/client';
import { setLargeType, useLargeType } from '@/shared/session/large-type';
import { useSession } from '@/shared/session/session';
import { useUnreadReports } from '@/shared/session/unread-reports';
import { Box, Heading, Tap, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { UnreadMark } from '@/shared/ui/UnreadMark';
import { NextAppointment } from './NextAppointment';
import s from './index.module.scss';

/** One's own records; how many reports are new is said here, since nobody looks for them otherwise. */
function Records() {
  const unread = useUnreadReports();
  return (
    <Card isFlush>
      <LinkRow
        icon="file"
        title="检查报告"
        note="检验、影像、病理和体检"
        after={<UnreadMark unread={unread} />}
        onTap={() => navigate('reports')}
      />
      <LinkRow
        icon="bag"
        title="健康档案"
        note="就诊记录、健康日记、外院资料"
        onTap={() => navigate('archive')}
      />
    </Card>
  );
}

function LargeTypeRow() {
  const isLarge = useLargeType((state) => state.isLarge);
  const isSignedIn = useSession((state) => state.status === 'signed-in');
  return (
    <Card isFlush>
      <LinkRow
        icon="type"
        title={isLarge ? '恢复标准字号' : '切换到关怀版大字'}
        onTap={() => setLargeType(!isLarge, isSignedIn)}
      />
      <LinkRow icon="people" title="管理就诊人" onTap={() => navigate('patients')} />
    </Card>
  );
}

function Branches() {
  const query = useQuery({
    queryKey: ['branches'],
    queryFn: async () => (await call('listBranches')).items,
    staleTime: 10 * 60_000,
  });
  return (
    <>
      <Box className={s['sectionHead']}>
        <Heading level={2} className={s['sectionTitle']}>
          院区与电话
        </Heading>
      </Box>
      <Loaded query={query} skeletonCards={1}>
        {(branches) => (
          <Card isFlush>
            {branches.map((branch) => (
              <Box key={branch.id} className={s['branch']}>
                <Text className={s['branchName']}>{branch.name}</Text>
                <Text className={s['branchLine']}>{branch.address}</Text>
                <Text className={`${s['branchLine']} fold-in-large`}>{branch.transport}</Text>
                <Tap
                  className={s['call']}
                  label={`拨打${branch.name}电话 ${branch.phone}`}
                  onTap={() =>
                    void Taro.makePhoneCall({ phoneNumber: branch.phone }).catch(() => undefined)
                  }
                >
                  <Icon name="phone" tone="primary" size={20} />
                  <Text>{branch.phone}</Text>
                </Tap>
              </Box>
            ))}
          </Card>
        )}
      </Loaded>
    </>
  );
}

export default function Home() {
  const config = usePublicConfig();
  return (
    <Page name="home" title={config.data?.hospitalName ?? '随诊'}>
      <Box className={s['hero']}>
        <Heading level={2} className={s['hello']}>
          看病前先约好，少排队
        </Heading>
        <Box className={s['sub']}>选好科室和时间，按时段到院就行</Box>
        <Tap className={s['search']} role="link" onTap={() => navigate('search')}>
          <Icon name="search" tone="quiet" />
          <Text>搜医生、科室或病症</Text>
        </Tap>
        <Button onTap={() => navigate('departments')}>预约挂号</Button>
      </Box>
      <NextAppointment />
      <Records />
      <LargeTypeRow />
      <Branches />
      {config.data?.isLocalMode ? <Notice>这是演示环境，医生、号源和付款都是模拟的</Notice> : null}
    </Page>
  );
}
