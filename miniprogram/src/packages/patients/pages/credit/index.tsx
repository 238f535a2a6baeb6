import { navigate } from '@/app/navigate';
import { formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Empty } from '@/shared/ui/List/States';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { useCredit, type Credit, type CreditEvent } from '../../api/credit';
import { appealWords, countWords, dayOf, eventWords } from '../../model/credit-words';
import s from './index.module.scss';

function Standing({ credit }: { credit: Credit }) {
  const { counted, limit, windowDays, suspendedUntil } = credit;
  return (
    <>
      {suspendedUntil ? (
        <Notice tone="warn">
          暂停预约到 {formatMoment(suspendedUntil)}，到时自动恢复。急诊不受影响，窗口也可以帮您
        </Notice>
      ) : null}
      <Card className={s['standing']}>
        <Text className={s['note']}>近 {windowDays} 天未到诊</Text>
        <Box className={s['figure']}>
          {counted} 次 <Text className={s['of']}>/ 满 {limit} 次暂停预约</Text>
        </Box>
        {suspendedUntil ? null : <Text className={s['note']}>现在可以正常预约</Text>}
      </Card>
    </>
  );
}

interface EventProps {
  event: CreditEvent;
  patientId: string;
}

function Event({ event, patientId }: EventProps) {
  const { appeal, mayAppealUntil } = event;
  const counts = countWords(event);
  return (
    <Card title={eventWords[event.kind]}>
      {event.visitText ? <Row name="就诊">{event.visitText}</Row> : null}
      <Row name="时间">{formatMoment(event.at)}</Row>
      {counts ? <Row name="是否计入">{counts}</Row> : null}
      {event.note ? <Row name="说明">{event.note}</Row> : null}
      {appeal ? (
        <Row name={appealWords[appeal.state]}>{appeal.answer || dayOf(appeal.at)}</Row>
      ) : null}
      {!appeal && mayAppealUntil ? (
        <Box className={s['appeal']}>
          <Button
            look="text"
            isInline
            onTap={() => navigate('appeal', { patientId, eventId: event.id })}
          >
            有特殊情况，申诉
          </Button>
          <Text className={s['note']}>{dayOf(mayAppealUntil)} 前可以申诉</Text>
        </Box>
      ) : null}
    </Card>
  );
}

export default function CreditPage() {
  const { id = '' } = usePageParams('credit');
  const query = useCredit(id);
  useRefreshOnShow(() => query.refetch());
  return (
    <Page name="credit" needs="consent" backTo="patients">
      <Loaded query={query} skeletonCards={2}>
        {(credit) => (
          <>
            <Standing credit={credit} />
            {credit.events.length === 0 ? (
              <Empty icon="check" title="没有记录" words="来不了时提前取消，把号留给需要的人" />
            ) : (
              credit.events.map((event) => <Event key={event.id} event={event} patientId={id} />)
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
