import { yuan } from '@/shared/format/money';
import { Box } from '@/shared/ui/base';
import { Card } from '@/shared/ui/Card/Card';
import { Failure, Skeleton } from '@/shared/ui/List/States';
import { QrCode } from '@/shared/ui/QrCode/QrCode';
import s from './index.module.scss';
import { usePaymentState, useNativeOrder } from './use-payment';

/** A QR code to scan with WeChat, watched until it is paid. */
export function NativeWay({ appointmentId, feeFen }: { appointmentId: string; feeFen: number }) {
  const order = useNativeOrder(appointmentId, true);
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
      <Box className={s['how']}>在手机上看到这一页的，可以截图后从相册识别</Box>
      <Box className={s['wait']} role="status">
        付款后本页会自动更新
      </Box>
    </Card>
  );
}
