import type { MyAppointment } from '@/shared/api/queries';
import { formatMoment } from '@/shared/format/dates';
import { yuan } from '@/shared/format/money';
import { usePublicConfig } from '@/shared/hooks/use-public-config';
import { Card } from '@/shared/ui/Card/Card';
import { Notice } from '@/shared/ui/Notice';
import { Steps } from '@/shared/ui/Steps/Steps';

type Refund = NonNullable<MyAppointment['refund']>;

const order = ['requested', 'processing', 'succeeded'] as const;

function stepsOf(refund: Refund) {
  const reached = refund.state === 'abnormal' ? 1 : order.indexOf(refund.state);
  return [
    { words: '已申请退款', note: formatMoment(refund.requestedAt), isDone: true },
    { words: '微信支付正在处理', isDone: reached >= 1 },
    {
      words: '已退回原支付账户',
      note: refund.succeededAt
        ? formatMoment(refund.succeededAt)
        : '一般几分钟到账，最长 3 个工作日',
      isDone: refund.state === 'succeeded',
    },
  ];
}

/** The money's way back, followed to its end. */
export function RefundCard({ refund }: { refund: Refund }) {
  const phone = usePublicConfig().data?.servicePhone;
  return (
    <Card title={`退款 ${yuan(refund.amountFen)}`}>
      <Steps steps={stepsOf(refund)} />
      {refund.state === 'abnormal' ? (
        <Notice tone="warn">
          退款没能自动退回，医院会人工处理{phone ? `。也可以致电 ${phone}` : ''}，退款单号{' '}
          {refund.refundNo}
        </Notice>
      ) : null}
    </Card>
  );
}
