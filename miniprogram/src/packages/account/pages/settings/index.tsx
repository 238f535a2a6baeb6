import { navigate } from '@/app/navigate';
import { usePublicConfig } from '@/shared/hooks/use-public-config';
import { setLargeType, useLargeType } from '@/shared/session/large-type';
import { useSession } from '@/shared/session/session';
import { Box, Text } from '@/shared/ui/base';
import { Card, LinkRow, Row } from '@/shared/ui/Card/Card';
import { Page } from '@/shared/ui/Page/Page';
import { Switch } from '@/shared/ui/Switch';
import s from './index.module.scss';

export default function SettingsPage() {
  const isLarge = useLargeType((state) => state.isLarge);
  const isSignedIn = useSession((state) => state.status === 'signed-in');
  const config = usePublicConfig();
  return (
    <Page name="settings" backTo="me">
      <Card>
        <Box className={s['row']}>
          <Box className={s['words']}>
            <Text>关怀版大字</Text>
            <Text className={s['note']}>字更大，按钮更大，内容更简单</Text>
          </Box>
          <Switch
            label="关怀版大字"
            isOn={isLarge}
            onChange={(isOn) => setLargeType(isOn, isSignedIn)}
          />
        </Box>
        <Box className={s['sample']}>11月28日 周六 上午 9:00，内科门诊</Box>
      </Card>
      <Card isFlush>
        <LinkRow icon="shield" title="授权与隐私" onTap={() => navigate('consents')} />
        <LinkRow
          icon="info"
          title="服务说明"
          onTap={() => navigate('notice', { purpose: 'service' })}
        />
        <LinkRow
          icon="info"
          title="健康信息处理说明"
          onTap={() => navigate('notice', { purpose: 'health-data' })}
        />
      </Card>
      <Card>
        <Row name="医院">{config.data?.hospitalName ?? '—'}</Row>
        <Row name="服务电话">{config.data?.servicePhone ?? '—'}</Row>
        <Row name="版本">随诊 {APP_VERSION}</Row>
      </Card>
    </Page>
  );
}
