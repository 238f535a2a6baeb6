import { useEffect } from 'react';
import { replaceWith } from '@/app/navigate';
import { useAppointment, type MyAppointment } from '@/shared/api/queries';
import { useQueuePlace, type QueuePlace } from '@/shared/api/queue';
import { clockTime, formatDay, timeRange } from '@/shared/format/dates';
import { maskName } from '@/shared/format/marks';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { useShown } from '@/shared/hooks/use-shown';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { QrCode } from '@/shared/ui/QrCode/QrCode';
import { checkInProblem, isPositionRefused, useCheckIn } from '../../api/check-in';
import { openPermissions } from '../../position/position';
import s from './index.module.scss';

/** The camera of a browser is not ours to scan with: there the own code is shown instead. */
const mayScan = process.env.TARO_ENV !== 'h5';
const glanceMs = 30_000;

const isOpen = ({ checkIn }: QueuePlace): boolean =>
  checkIn.state === 'open' || checkIn.state === 'late';

function When({ checkIn }: QueuePlace) {
  switch (checkIn.state) {
    case 'too-early':
      return <Notice>{clockTime(checkIn.opensAt)} 开始签到，请到时再来</Notice>;
    case 'late':
      return (
        <Notice tone="warn">
          已过约定时间。{clockTime(checkIn.closesAt)} 前仍可签到，会排在按时到的人后面
        </Notice>
      );
    case 'closed':
      return <Notice tone="warn">自助签到已结束，请到窗口说明，工作人员会帮您安排</Notice>;
    case 'awaited':
      return <Notice tone="warn">医院还没有确认这个号，确认后才能签到。确认后会通知您</Notice>;
    case 'open':
      return <Notice>请在 {clockTime(checkIn.lateAfter)} 前签到，晚了会排在后面</Notice>;
    case 'done':
      return null;
  }
}

function Visit({ visit }: { visit: MyAppointment }) {
  return (
    <Card>
      <Box className={s['when']}>{formatDay(visit.date)}</Box>
      <Box className={s['time']}>{timeRange(visit.startsAt, visit.endsAt)}</Box>
      <Row name="就诊人">{maskName(visit.patientName)}</Row>
      <Row name="科室">
        {visit.departmentName} · {visit.doctorName}
      </Row>
      <Row name="地点">
        {visit.branchName} {visit.location}
      </Row>
    </Card>
  );
}

function OwnCode({ visit }: { visit: MyAppointment }) {
  if (!visit.checkInCode) return null;
  return (
    <Card className={s['code']}>
      <QrCode text={visit.checkInCode} alt="签到二维码" />
      <Box className={s['codeWords']}>也可以在签到机或窗口出示这个码</Box>
    </Card>
  );
}

interface ActionsProps {
  place: QueuePlace;
  checkIn: ReturnType<typeof useCheckIn>;
}

function Actions({ place, checkIn }: ActionsProps) {
  const byPosition = place.checkIn.byPosition !== null;
  const scan = () => void checkIn.run('site-code');
  return (
    <>
      {byPosition ? (
        <Button isBusy={checkIn.isBusy} onTap={() => void checkIn.run('position')}>
          我已到院，定位签到
        </Button>
      ) : null}
      {mayScan ? (
        <Button look={byPosition ? 'text' : 'filled'} disabled={checkIn.isBusy} onTap={scan}>
          扫院内签到码
        </Button>
      ) : null}
    </>
  );
}

function Problem({ error }: { error: unknown }) {
  const words = checkInProblem(error);
  if (!words) return null;
  return (
    <Notice tone="warn">
      {words}
      {isPositionRefused(error) && openPermissions ? (
        <Button look="text" isInline onTap={openPermissions}>
          打开位置权限
        </Button>
      ) : null}
    </Notice>
  );
}

export default function CheckInPage() {
  const { appointmentId = '' } = usePageParams('checkIn');
  const isShown = useShown();
  const visit = useAppointment(appointmentId);
  const place = useQueuePlace(appointmentId, { everyMs: isShown ? glanceMs : false });
  const checkIn = useCheckIn(appointmentId);
  useRefreshOnShow(() => Promise.all([visit.refetch(), place.refetch()]));

  const isDone = Boolean(place.data?.entry);
  const isBusy = checkIn.isBusy;
  useEffect(() => {
    // Checked in elsewhere: at a kiosk, at the desk, or on another phone.
    if (isDone && !isBusy) replaceWith('queue', { appointmentId });
  }, [isDone, isBusy, appointmentId]);

  const mayAct = place.data && isOpen(place.data) && (mayScan || place.data.checkIn.byPosition);
  return (
    <Page
      name="checkIn"
      needs="consent"
      backTo="visits"
      bottom={mayAct && place.data ? <Actions place={place.data} checkIn={checkIn} /> : null}
    >
      <Problem error={checkIn.error} />
      <Loaded query={place} skeletonCards={1}>
        {(data) => (
          <>
            <When {...data} />
            {isOpen(data) && data.checkIn.byPosition ? (
              <Notice>定位只和医院的位置比对一次，不会保存</Notice>
            ) : null}
          </>
        )}
      </Loaded>
      <Loaded query={visit} skeletonCards={2}>
        {(data) => (
          <>
            <Visit visit={data} />
            <OwnCode visit={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
