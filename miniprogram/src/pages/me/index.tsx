import { useState } from 'react';
import Taro from '@tarojs/taro';
import { navigate } from '@/app/navigate';
import { usePublicConfig } from '@/shared/hooks/use-public-config';
import { useSubmit } from '@/shared/hooks/use-submit';
import { signOut, useSession } from '@/shared/session/session';
import { useUnreadReports } from '@/shared/session/unread-reports';
import { Box } from '@/shared/ui/base';
import { Avatar } from '@/shared/ui/Avatar/Avatar';
import { Button } from '@/shared/ui/Button/Button';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { Page } from '@/shared/ui/Page/Page';
import { Sheet } from '@/shared/ui/Sheet/Sheet';
import { toast } from '@/shared/ui/Toast/toast';
import { UnreadMark } from '@/shared/ui/UnreadMark';
import s from './index.module.scss';

function Who() {
  const { status, account } = useSession();
  if (status !== 'signed-in' || !account) {
    return (
      <Card>
        <Box className={s['who']}>
          <Avatar name="您" />
          <Box>
            <Box className={s['name']}>您好</Box>
            <Box className={s['note']}>登录后可以预约、查看就诊和消息</Box>
          </Box>
        </Box>
      </Card>
    );
  }
  return (
    <Card>
      <Box className={s['who']}>
        <Avatar name="您" />
        <Box>
          <Box className={s['name']}>{account.phoneMasked ?? '还没有绑定手机号'}</Box>
          <Box className={s['note']}>{account.isWechatLinked ? '已绑定微信' : '手机号登录'}</Box>
        </Box>
      </Box>
    </Card>
  );
}

function SignOutSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const leave = useSubmit(async (_: 'leave') => {
    await signOut();
    toast('已退出登录');
  });
  return (
    <Sheet
      isOpen={isOpen}
      title="退出登录"
      onClose={onClose}
      foot={
        <>
          <Button isBusy={leave.isBusy} onTap={() => void leave.run('leave').then(onClose)}>
            退出登录
          </Button>
          <Button look="text" onTap={onClose}>
            留下来
          </Button>
        </>
      }
    >
      这台设备上不再显示您的就诊信息。您的预约不受影响，重新登录就能看到。
    </Sheet>
  );
}

export default function Me() {
  const [isLeaving, setLeaving] = useState(false);
  const isSignedIn = useSession((state) => state.status === 'signed-in');
  const config = usePublicConfig();
  const phone = config.data?.servicePhone;
  const unread = useUnreadReports();
  return (
    <Page
      name="me"
      bottom={isSignedIn ? null : <Button onTap={() => navigate('signIn')}>登录</Button>}
      overlay={<SignOutSheet isOpen={isLeaving} onClose={() => setLeaving(false)} />}
    >
      <Who />
      <Card isFlush>
        <LinkRow icon="people" title="就诊人" onTap={() => navigate('patients')} />
        <LinkRow
          icon="file"
          title="检查报告"
          after={<UnreadMark unread={unread} />}
          onTap={() => navigate('reports')}
        />
        <LinkRow icon="bag" title="健康档案" onTap={() => navigate('archive')} />
        <LinkRow icon="clock" title="我的候补" onTap={() => navigate('waitlist')} />
        <LinkRow icon="shield" title="授权与隐私" onTap={() => navigate('consents')} />
        <LinkRow icon="gear" title="设置" note="大字、版本" onTap={() => navigate('settings')} />
        {phone ? (
          <LinkRow
            icon="phone"
            title="联系医院"
            note={phone}
            onTap={() => void Taro.makePhoneCall({ phoneNumber: phone }).catch(() => undefined)}
          />
        ) : null}
      </Card>
      {isSignedIn ? (
        <Button look="text" onTap={() => setLeaving(true)}>
          退出登录
        </Button>
      ) : null}
    </Page>
  );
}
