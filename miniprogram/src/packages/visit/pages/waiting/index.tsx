import { useState } from 'react';
import { navigate, replaceWith } from '@/app/navigate';
import { isLive, type WaitlistEntry } from '@/shared/api/waitlist';
import { VisitSummary } from '@/shared/appointments/VisitSummary';
import { formatMoment } from '@/shared/format/dates';
import { maskName } from '@/shared/format/marks';
import { titleWords } from '@/shared/format/words';
import { useCountdown } from '@/shared/hooks/use-countdown';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { useShown } from '@/shared/hooks/use-shown';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Countdown } from '@/shared/ui/Countdown/Countdown';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { ConfirmSheet } from '@/shared/ui/Sheet/Sheet';
import { Steps } from '@/shared/ui/Steps/Steps';
import { Tag } from '@/shared/ui/Tag/Tag';
import { useAccept, useDecline, useLeave, useWaitlistEntry } from '../../api/waitlist';
import { rankWords, stateTags, stepWords, wishWords } from '../../model/waitlist-words';
import s from './index.module.scss';

interface EntryProps {
  entry: WaitlistEntry;
}

/** The place that is this patient's for a while, said before anything else. */
function Offered({ entry, onEnd }: EntryProps & { onEnd: () => void }) {
  if (!entry.offer) return null;
  return (
    <>
      <Countdown until={entry.offer.expiresAt} words="这个号为您保留，请尽快确认" onEnd={onEnd} />
      <VisitSummary
        visit={{ ...entry, ...entry.offer }}
        place={entry.branchName}
        patient={maskName(entry.patientName)}
      />
    </>
  );
}

function Rank({ entry }: EntryProps) {
  if (entry.state !== 'waiting') return null;
  return (
    <Card className={s['rank']}>
      <Box className={s['figure']} role="status" live="polite">
        {rankWords(entry.ahead)}
      </Box>
      <Text className={s['note']}>有号时会发短信和消息通知您，请留意</Text>
      <Text className={s['note']}>{formatMoment(entry.endsAt)} 截止</Text>
    </Card>
  );
}

const overWords = {
  fulfilled: '您接受了这个号，付款和就诊请看预约',
  withdrawn: '您已退出候补',
  ended: '候补已经截止，没有轮到。可以看看其他时间，或其他医生',
} as const;

function Over({ entry: { state } }: EntryProps) {
  if (state === 'waiting' || state === 'offered') return null;
  return <Notice tone={state === 'fulfilled' ? 'primary' : 'info'}>{overWords[state]}</Notice>;
}

function Wish({ entry }: EntryProps) {
  const tag = stateTags[entry.state];
  return (
    <Card>
      <Box className={s['head']}>
        <Text className={s['title']}>候补</Text>
        <Tag tone={tag.tone}>{tag.words}</Tag>
      </Box>
      <Row name="时间">{wishWords(entry)}</Row>
      <Row name="医生">
        {entry.doctorName} <Text className="fold-in-large">{titleWords[entry.doctorTitle]}</Text>
      </Row>
      <Row name="科室">
        {entry.departmentName} · {entry.branchName}
      </Row>
      <Row name="就诊人">{maskName(entry.patientName)}</Row>
    </Card>
  );
}

function Receipts({ entry }: EntryProps) {
  const steps = entry.receipts.map(({ at, step, detail }) => ({
    words: stepWords[step],
    note: detail ? `${formatMoment(at)} · ${detail}` : formatMoment(at),
    isDone: true,
  }));
  return (
    <Card title="每一步都有记录">
      <Steps steps={steps} />
    </Card>
  );
}

type Asking = 'decline' | 'leave' | null;

function Actions({ entry, onAsk }: EntryProps & { onAsk: (what: Asking) => void }) {
  const accept = useAccept(entry);
  const { offer } = entry;
  const isLate = useCountdown(offer?.expiresAt ?? null) === 0;
  if (offer && !isLate) {
    const take = (pay: 'online' | 'desk') => void accept.run({ offerId: offer.id, pay });
    const isFree = offer.feeFen === 0;
    return (
      <>
        <Button isBusy={accept.isBusy} onTap={() => take(isFree ? 'desk' : 'online')}>
          {isFree ? '接受并预约' : '去支付'}
        </Button>
        {entry.mayPayAtDesk && !isFree ? (
          <Button look="text" disabled={accept.isBusy} onTap={() => take('desk')}>
            到院支付
          </Button>
        ) : null}
        <Button look="text" disabled={accept.isBusy} onTap={() => onAsk('decline')}>
          让给下一位
        </Button>
      </>
    );
  }
  if (isLive(entry)) {
    return (
      <Button look="text" isDanger onTap={() => onAsk('leave')}>
        退出候补
      </Button>
    );
  }
  const { appointmentId } = entry;
  return appointmentId ? (
    <Button onTap={() => navigate('appointment', { id: appointmentId })}>查看预约</Button>
  ) : (
    <Button onTap={() => replaceWith('doctor', { id: entry.doctorId })}>看看这位医生的号</Button>
  );
}

interface AskProps extends EntryProps {
  asking: Asking;
  onClose: () => void;
}

function Ask({ entry, asking, onClose }: AskProps) {
  const leave = useLeave(entry.id);
  const decline = useDecline(entry.id);
  const { offer } = entry;
  return (
    <>
      <ConfirmSheet
        isOpen={asking === 'decline' && offer !== null}
        title="把这个号让给下一位"
        confirmLabel="让给下一位"
        keepLabel="我再看看"
        isBusy={decline.isBusy}
        onClose={onClose}
        onConfirm={() => offer && void decline.run({ offerId: offer.id }).finally(onClose)}
      >
        这个号会马上给下一位候补的人，不能要回来。您不会有任何费用，并继续候补。
      </ConfirmSheet>
      <ConfirmSheet
        isOpen={asking === 'leave'}
        title="退出候补"
        confirmLabel="确定退出"
        keepLabel="继续候补"
        isBusy={leave.isBusy}
        onClose={onClose}
        onConfirm={() => void leave.run('leave').finally(onClose)}
      >
        退出后不再保留您的排位，之后再登记要重新排。候补没有收费，不会产生任何费用。
      </ConfirmSheet>
    </>
  );
}

export default function WaitingPage() {
  const { id = '' } = usePageParams('waiting');
  const [asking, setAsking] = useState<Asking>(null);
  const isShown = useShown();
  const query = useWaitlistEntry(id, isShown);
  const entry = query.data;
  useRefreshOnShow(() => query.refetch());
  return (
    <Page
      name="waiting"
      needs="consent"
      backTo="waitlist"
      bottom={entry ? <Actions entry={entry} onAsk={setAsking} /> : null}
      overlay={entry ? <Ask entry={entry} asking={asking} onClose={() => setAsking(null)} /> : null}
    >
      <Loaded query={query} skeletonCards={2}>
        {(data) => (
          <>
            <Offered entry={data} onEnd={() => void query.refetch()} />
            <Rank entry={data} />
            <Over entry={data} />
            {data.offer ? null : <Wish entry={data} />}
            <Receipts entry={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
