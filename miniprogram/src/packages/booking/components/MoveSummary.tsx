import { differenceWords } from '@/shared/api/moves';
import { formatDay, formatMoment, timeRange } from '@/shared/format/dates';
import { fee } from '@/shared/format/money';
import { Box } from '@/shared/ui/base';
import { Card, Row } from '@/shared/ui/Card/Card';
import s from './MoveSummary.module.scss';

interface MoveSummaryProps {
  from: { startsAt: string; doctorName?: string | undefined };
  to: { date: string; startsAt: string; endsAt: string; doctorName: string };
  newFeeFen: number;
  /** Null where nothing was paid yet: then the new fee is paid at the desk. */
  differenceFen: number | null;
  patient?: string | undefined;
}

/** From when to when, and what it costs. */
export function MoveSummary({ from, to, newFeeFen, differenceFen, patient }: MoveSummaryProps) {
  return (
    <Card>
      <Box className={s['label']}>改到</Box>
      <Box className={s['when']}>{formatDay(to.date)}</Box>
      <Box className={s['time']}>{timeRange(to.startsAt, to.endsAt)}</Box>
      <Row name="医生">{to.doctorName}</Row>
      <Row name="原来">
        {formatMoment(from.startsAt)} {from.doctorName}
      </Row>
      {patient ? <Row name="就诊人">{patient}</Row> : null}
      <Row name="挂号费">
        {fee(newFeeFen)}
        {differenceFen !== null && `，${differenceWords(differenceFen)}`}
        {differenceFen === null && newFeeFen > 0 ? '，到院支付' : null}
      </Row>
    </Card>
  );
}
