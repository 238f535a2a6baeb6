import { navigate, replaceWith } from '@/app/navigate';
import { useAppointment, type MyAppointment } from '@/shared/api/queries';
import { aheadWords, useQueuePlace, type QueuePlace } from '@/shared/api/queue';
import { clockTime } from '@/shared/format/dates';
import { maskName } from '@/shared/format/marks';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { useShown } from '@/shared/hooks/use-shown';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Icon } from '@/shared/ui/Icon';
import { clockTimeOf } from '@/shared/ui/List/clock-time-of';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Empty } from '@/shared/ui/List/States';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import s from './index.module.scss';
import { useCallAlarm } from './use-call-alarm';

/** A call must be on the phone within 5 s. */
const lookAgainMs = 5_000;

type Entry = NonNullable<QueuePlace['entry']>;

const isOver = (place: QueuePlace | undefined): boolean =>
  place?.entry?.state === 'done' || place?.entry?.state === 'left';

function Called({ entry }: { entry: Entry }) {
  if (entry.state !== 'called') return null;
  return (
    <Box className={s['called']} role="alert" live="assertive">
      <Icon name="bell" tone="white" size={36} />
      <Text className={s['calledWords']}>请到 {entry.room || '诊室'}</Text>
      <Text className={s['calledNote']}>正在叫 {entry.number} 号，就是您</Text>
    </Box>
  );
}

function rankOf(entry: Entry): string {
  if (entry.state === 'waiting') return aheadWords(entry.ahead);
  if (entry.state === 'in-visit') return '正在就诊';
  return entry.state === 'done' ? '就诊已结束' : '';
}

const waitWords = (minutes: number): string => (minutes < 1 ? '马上就到' : `约 ${minutes} 分钟`);

function Number({ entry }: { entry: Entry }) {
  const rank = rankOf(entry);
  return (
    <Card className={s['number']}>
      <Text className={s['label']}>您的号</Text>
      <Box className={s['figure']}>{entry.number} 号</Box>
      {rank ? (
        <Box className={s['rank']} role="status" live="polite">
          {rank}
        </Box>
      ) : null}
      {entry.state === 'waiting' && entry.isLate ? (
        <Text className={s['label']}>到得晚了一些，排在按时到的人后面</Text>
      ) : null}
    </Card>
  );
}

function Now({ entry, visit }: { entry: Entry; visit: MyAppointment | undefined }) {
  return (
    <Card>
      <Row name="正在叫">
        {entry.calledNumber === null ? '暂时没有' : `${entry.calledNumber} 号`}
      </Row>
      {entry.state === 'waiting' && entry.waitMinutes !== null ? (
        <Row name="大概还要">{waitWords(entry.waitMinutes)}</Row>
      ) : null}
      <Row name="诊室">{entry.room || '等待安排'}</Row>
      {visit ? (
        <>
          <Row name="医生">
            {visit.departmentName} · {entry.doctorName}
          </Row>
          <Row name="就诊人">{maskName(visit.patientName)}</Row>
        </>
      ) : null}
      <Row name="签到时间">{clockTime(entry.checkedInAt)}</Row>
    </Card>
  );
}

/** Who waits before the old door with the old number waits in vain. */
function Transferred({ entry }: { entry: Entry }) {
  const isStillOn = entry.state === 'waiting' || entry.state === 'called';
  if (entry.transferredFrom === null || !isStillOn) return null;
  return (
    <Notice tone="warn">
      已从 {entry.transferredFrom} 转到 {entry.doctorName}，号改为 {entry.number} 号
      {entry.room ? `，请到 ${entry.room} 候诊` : ''}
    </Notice>
  );
}

function Words({ entry }: { entry: Entry }) {
  switch (entry.state) {
    case 'waiting':
      return <Notice>到您时本页会提醒并震动，请留在候诊区附近</Notice>;
    case 'passed':
      return <Notice tone="warn">叫过您的号，您没有到。请到分诊台说明，会重新为您安排</Notice>;
    case 'left':
      return <Notice tone="warn">您已离开队列，还需要就诊请到分诊台</Notice>;
    case 'called':
    case 'in-visit':
    case 'done':
      return null;
  }
}

interface QueueProps {
  place: QueuePlace;
  visit: MyAppointment | undefined;
  readAt: number;
}

function Queue({ place, visit, readAt }: QueueProps) {
  const { entry, appointmentId } = place;
  if (!entry) {
    return (
      <Empty
        icon="clock"
        title="还没有签到"
        words="到院签到后，就能看到前面还有几位"
        actionLabel="去签到"
        onAction={() => replaceWith('checkIn', { appointmentId })}
      />
    );
  }
  return (
    <>
      <Called entry={entry} />
      <Number entry={entry} />
      <Transferred entry={entry} />
      <Words entry={entry} />
      <Now entry={entry} visit={visit} />
      <Box className={s['news']}>最近更新 {clockTimeOf(readAt)}</Box>
    </>
  );
}

export default function QueuePage() {
  const { appointmentId = '' } = usePageParams('queue');
  const isShown = useShown();
  const visit = useAppointment(appointmentId);
  const query = useQueuePlace(appointmentId, { everyMs: isShown ? lookAgainMs : false });
  useRefreshOnShow(() => query.refetch());
  useCallAlarm(query.data);
  return (
    <Page
      name="queue"
      needs="consent"
      backTo="visits"
      bottom={
        isOver(query.data) ? (
          <Button onTap={() => navigate('appointment', { id: appointmentId })}>查看预约</Button>
        ) : null
      }
    >
      <Loaded query={query} skeletonCards={2}>
        {(place) => <Queue place={place} visit={visit.data} readAt={query.dataUpdatedAt} />}
      </Loaded>
    </Page>
  );
}
