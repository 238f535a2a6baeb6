import { yuan } from '@/shared/format/money';
import { usePublicConfig } from '@/shared/hooks/use-public-config';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Failure, Skeleton } from '@/shared/ui/List/States';
import { QrCode } from '@/shared/ui/QrCode/QrCode';
import s from './index.module.scss';
import { usePaymentState, useNativeOrder } from './use-payment';

/** A QR code to scan with WeChat, watched until it is paid. */
export function NativeWay({ appointmentId, feeFen }: { appointmentId: string; feeFen: number }) {
  const order = useNativeOrder(appointmentId, true);
  const config = usePublicConfig();
  usePaymentState(order.data?.id ?? null);
  if (order.isError) {
    return (
      <Card>
        <Failure error={order.error} onRetry={() => void order.refetch()} />
      </Card>
    );
  }
  if (!order.data?.codeUrl) return <Skeleton cards={1} />;
  return (
    <Card className={s['scan']}>
      <Box className={s['amount']}>{yuan(feeFen)}</Box>
      <QrCode text={order.data.codeUrl} alt="微信支付二维码" />
      <Box className={s['how']}>打开微信“扫一扫”，扫码付款</Box>
      <Box className={`${s['how']} fold-in-large`}>在手机上看到这一页的，可以截图后从相册识别</Box>
      {config.data?.isLocalMode ? <SimulatedPhone codeUrl={order.data.codeUrl} /> : null}
      <Box className={s['wait']} role="status">
        付款后本页会自动更新
      </Box>
    </Card>
  );
}

/** On a demonstration machine no real phone can read the code: the simulated one opens beside this page. */
function SimulatedPhone({ codeUrl }: { codeUrl: string }) {
  return (
    <Button
      look="text"
      onTap={() => void window.open(`/sim/pay?code_url=${encodeURIComponent(codeUrl)}`, '_blank')}
    >
      演示环境：用模拟手机付款
    </Button>
  );
}
