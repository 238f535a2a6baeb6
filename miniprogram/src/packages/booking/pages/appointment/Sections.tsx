import type { MyAppointment } from '@/shared/api/queries';
import { statusTag } from '@/shared/appointments/appointment-status';
import { formatDay, formatMoment, timeRange } from '@/shared/format/dates';
import { maskName } from '@/shared/format/marks';
import { cancelledWords, feeWordsOf, titleWords } from '@/shared/format/words';
import { Box, Text } from '@/shared/ui/base';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Icon } from '@/shared/ui/Icon';
import { Money } from '@/shared/ui/Money';
import { QrCode } from '@/shared/ui/QrCode/QrCode';
import { Tag } from '@/shared/ui/Tag/Tag';
import s from './index.module.scss';

interface SectionProps {
  appointment: MyAppointment;
}

export function CheckInCode({ appointment }: SectionProps) {
  if (!appointment.checkInCode) return null;
  return (
    <Card className={s['code']}>
      <Box className={s['number']}>{appointment.queueNumber} 号</Box>
      <QrCode text={appointment.checkInCode} alt="签到二维码" />
      <Box className={s['codeWords']}>到院后在签到机或窗口出示</Box>
      <Box className={s['codeWords']}>预约编号 {appointment.appointmentNo}</Box>
    </Card>
  );
}

export function Visit({ appointment }: SectionProps) {
  const tag = statusTag(appointment);
  return (
    <Card>
      <Box className={s['head']}>
        <Box>
          <Box className={s['when']}>{formatDay(appointment.date)}</Box>
          <Box className={s['time']}>{timeRange(appointment.startsAt, appointment.endsAt)}</Box>
        </Box>
        <Tag tone={tag.tone}>{tag.words}</Tag>
      </Box>
      <Row name="就诊人">{maskName(appointment.patientName)}</Row>
      <Row name="医生">
        {appointment.doctorName} {titleWords[appointment.doctorTitle]}
      </Row>
      <Row name="科室">{appointment.departmentName}</Row>
      {appointment.checkInCode ? null : <Row name="预约编号">{appointment.appointmentNo}</Row>}
      <Row name="挂号费">
        <Money fen={appointment.feeFen} />{' '}
        {appointment.feeState === 'free' ? null : feeWordsOf(appointment)}
      </Row>
      <Cancelled appointment={appointment} />
    </Card>
  );
}

const byWords = { patient: '您取消', staff: '医院取消', system: '系统取消' } as const;

function Cancelled({ appointment }: SectionProps) {
  const { status, cancelledAt, cancelledBy, cancelReason } = appointment;
  if (status !== 'cancelled' || !cancelledAt) return null;
  const reason = cancelledWords(cancelReason);
  return (
    <Row name={cancelledBy ? byWords[cancelledBy] : '已取消'}>
      {formatMoment(cancelledAt)}
      {reason ? ` · ${reason}` : ''}
    </Row>
  );
}

export function PlaceAndThings({ appointment }: SectionProps) {
  return (
    <Card isFlush>
      <Box className={s['bring']}>
        <Icon name="place" tone="primary" />
        <Box className={s['bringWords']}>
          <Text className={s['label']}>去哪里</Text>
          {appointment.branchName} {appointment.location}
          <Text className={s['label']}>{appointment.branchAddress}</Text>
        </Box>
      </Box>
      {appointment.whatToBring ? (
        <Box className={s['bring']}>
          <Icon name="bag" tone="primary" />
          <Box className={s['bringWords']}>
            <Text className={s['label']}>带什么</Text>
            {appointment.whatToBring}
          </Box>
        </Box>
      ) : null}
    </Card>
  );
}
