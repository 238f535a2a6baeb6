import { aheadWords, type QueuePlace } from '@/shared/api/queue';
import { clockTime } from '@/shared/format/dates';
import { Box } from '@/shared/ui/base';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Notice } from '@/shared/ui/Notice';
import s from './index.module.scss';

function checkInWords({ checkIn }: QueuePlace): string {
  switch (checkIn.state) {
    case 'too-early':
      return `${clockTime(checkIn.opensAt)} 开始签到，到院后再点`;
    case 'open':
      return `请在 ${clockTime(checkIn.lateAfter)} 前到院签到`;
    case 'late':
      return `已过约定时间，${clockTime(checkIn.closesAt)} 前仍可签到，会排在按时到的人后面`;
    case 'closed':
      return '自助签到已结束，请到窗口说明';
    case 'awaited':
      return '医院还没有确认这个号，确认后才能签到';
    case 'done':
      return '';
  }
}

function queueWords({ entry }: QueuePlace): string {
  if (!entry) return '';
  switch (entry.state) {
    case 'waiting':
      return aheadWords(entry.ahead);
    case 'called':
      return `正在叫您，请到 ${entry.room || '诊室'}`;
    case 'passed':
      return '叫过您的号，请到分诊台说明';
    case 'in-visit':
      return '正在就诊';
    case 'done':
      return '就诊已结束';
    case 'left':
      return '已离开队列，需要就诊请到分诊台';
  }
}

/** On the day: whether to check in, and then where one stands. */
export function DayCard({ place }: { place: QueuePlace }) {
  const { entry } = place;
  if (entry?.state === 'called') return <Notice tone="warn">{queueWords(place)}</Notice>;
  return (
    <Card title={entry ? '已签到' : '到院签到'}>
      <Box className={entry ? s['queue'] : undefined}>
        {entry ? queueWords(place) : checkInWords(place)}
      </Box>
      {entry && entry.transferredFrom !== null ? (
        <Row name="接诊医生">已转到 {entry.doctorName}</Row>
      ) : null}
    </Card>
  );
}
