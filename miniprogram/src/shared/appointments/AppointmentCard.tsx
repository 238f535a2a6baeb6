import { navigate } from '@/app/navigate';
import type { MyAppointment } from '@/shared/api/queries';
import { formatDay, timeRange } from '@/shared/format/dates';
import { maskName } from '@/shared/format/marks';
import { titleWords } from '@/shared/format/words';
import { Box, Text } from '@/shared/ui/base';
import { classes } from '@/shared/ui/class-names';
import { Card } from '@/shared/ui/Card/Card';
import { TimeLeft } from '@/shared/ui/Countdown/Countdown';
import { Icon } from '@/shared/ui/Icon';
import { Tag } from '@/shared/ui/Tag/Tag';
import s from './AppointmentCard.module.scss';
import { awaitedWords, isAwaited, statusTag } from './appointment-status';

interface AppointmentCardProps {
  appointment: MyAppointment;
  onHoldEnd?: () => void;
}

/** One appointment in a list; a held place leads to its payment, a suspended clinic to what can be had instead. */
export function AppointmentCard({ appointment, onHoldEnd }: AppointmentCardProps) {
  const tag = statusTag(appointment);
  const { hold } = appointment;
  const open = () => {
    const params = { appointmentId: appointment.id };
    if (hold) navigate('pay', params);
    else if (appointment.isSuspended) navigate('suspension', params);
    else navigate('appointment', { id: appointment.id });
  };
  return (
    <Card onTap={open}>
      <Box className={s['head']}>
        <Box className={s['when']}>
          <Text className={s['whole']}>{formatDay(appointment.date)} </Text>
          <Text className={s['whole']}>{timeRange(appointment.startsAt, appointment.endsAt)}</Text>
        </Box>
        <Tag tone={tag.tone}>{tag.words}</Tag>
      </Box>
      <Box className={s['doctor']}>
        {appointment.departmentName} · {appointment.doctorName}{' '}
        <Text className="fold-in-large">{titleWords[appointment.doctorTitle]}</Text>
      </Box>
      <Box className={s['line']}>
        <Icon name="me" tone="quiet" size={18} />
        {maskName(appointment.patientName)} · {appointment.queueNumber} 号
      </Box>
      <Box className={s['line']}>
        <Icon name="place" tone="quiet" size={18} />
        {appointment.branchName} {appointment.location}
      </Box>
      {appointment.isSuspended ? (
        <Box className={classes(s['hold'], s['suspended'])}>
          <Icon name="warning" tone="danger" size={20} />
          <Text>医生停诊，请改期或退号</Text>
          <Text className={s['go']}>去处理</Text>
        </Box>
      ) : null}
      {isAwaited(appointment) && !appointment.isSuspended ? (
        <Box className={s['hold']}>
          <Icon name="clock" tone="warn" size={20} />
          <Text>{awaitedWords(appointment)}</Text>
        </Box>
      ) : null}
      {hold ? (
        <Box className={s['hold']}>
          <Icon name="clock" tone="warn" size={20} />
          <Text>
            为您保留{' '}
            <TimeLeft until={hold.expiresAt} {...(onHoldEnd ? { onEnd: onHoldEnd } : {})} />
          </Text>
          <Text className={s['go']}>去支付</Text>
        </Box>
      ) : null}
    </Card>
  );
}
