import type { DoctorTitle } from '@suizhen/contract/wire';
import { formatDay, timeRange } from '@/shared/format/dates';
import { titleWords } from '@/shared/format/words';
import { Box, Text } from '@/shared/ui/base';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Money } from '@/shared/ui/Money';
import s from './VisitSummary.module.scss';

interface VisitSummaryProps {
  visit: {
    date: string;
    startsAt: string;
    endsAt: string;
    departmentName: string;
    doctorName: string;
    doctorTitle: DoctorTitle;
    feeFen: number;
  };
  place?: string | undefined;
  patient?: string | undefined;
}

/** What is being booked, time first. */
export function VisitSummary({ visit, place, patient }: VisitSummaryProps) {
  return (
    <Card>
      <Box className={s['when']}>{formatDay(visit.date)}</Box>
      <Box className={s['time']}>{timeRange(visit.startsAt, visit.endsAt)}</Box>
      <Row name="医生">
        {visit.doctorName} <Text className="fold-in-large">{titleWords[visit.doctorTitle]}</Text>
      </Row>
      <Row name="科室">{visit.departmentName}</Row>
      {place ? <Row name="地点">{place}</Row> : null}
      {patient ? <Row name="就诊人">{patient}</Row> : null}
      <Row name="挂号费">
        <Money fen={visit.feeFen} isKey />
      </Row>
    </Card>
  );
}
