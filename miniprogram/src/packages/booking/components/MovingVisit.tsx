import { navigate } from '@/app/navigate';
import { useMoveRules, type MoveRules } from '@/shared/api/moves';
import { useAppointment, type MyAppointment } from '@/shared/api/queries';
import { formatDay, timeRange } from '@/shared/format/dates';
import { maskName } from '@/shared/format/marks';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import s from './MovingVisit.module.scss';

interface WiderProps {
  appointment: MyAppointment;
  within: MoveRules['within'];
}

/** As far as the hospital lets a visit be moved. */
function Wider({ appointment, within }: WiderProps) {
  const { departmentId, branchId, id: moving } = appointment;
  if (within === 'doctor') return null;
  return (
    <Box>
      <Button
        look="text"
        isInline
        onTap={() => navigate('department', { id: departmentId, moving })}
      >
        换同科室医生
      </Button>
      {within === 'branch' ? (
        <Button look="text" isInline onTap={() => navigate('departments', { branchId, moving })}>
          换其他科室
        </Button>
      ) : null}
    </Box>
  );
}

/** On top of every page where a new time is looked for: the visit that is being moved. */
export function MovingVisit({ appointmentId }: { appointmentId: string }) {
  const query = useAppointment(appointmentId);
  const rules = useMoveRules(appointmentId).data;
  return (
    <Loaded query={query} skeletonCards={1}>
      {(old) => (
        <>
          <Card title="正在改约">
            <Box className={s['when']}>
              {formatDay(old.date)} {timeRange(old.startsAt, old.endsAt)}
            </Box>
            <Box>
              {old.departmentName} · {old.doctorName} · {maskName(old.patientName)}
            </Box>
            <Box className={s['note']}>改好之前，原来的号一直为您保留</Box>
            {rules?.isAllowed ? <Wider appointment={old} within={rules.within} /> : null}
          </Card>
          {rules && !rules.isAllowed ? <Notice tone="warn">{rules.whyNot}</Notice> : null}
        </>
      )}
    </Loaded>
  );
}
