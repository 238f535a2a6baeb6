import { useState } from 'react';
import { navigate } from '@/app/navigate';
import { VisitSummary } from '@/shared/appointments/VisitSummary';
import { formatDay, formatMoment, timeRange } from '@/shared/format/dates';
import { maskName } from '@/shared/format/marks';
import { yuan } from '@/shared/format/money';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Button } from '@/shared/ui/Button/Button';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Choice } from '@/shared/ui/Choice/Choice';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { OutcomeHead } from '@/shared/ui/Outcome/OutcomeHead';
import { Page } from '@/shared/ui/Page/Page';
import { ConfirmSheet, Sheet } from '@/shared/ui/Sheet/Sheet';
import {
  useAnswer,
  useSuspensionCase,
  type Alternative,
  type SuspensionCase,
} from '../../api/suspension';

interface CaseProps {
  suspended: SuspensionCase;
}

/** Whether the money comes back, when the visit is given up. */
function moneyBack({ appointment }: SuspensionCase): string {
  const { feeState, feeFen } = appointment;
  if (feeState === 'paid') return `您付的 ${yuan(feeFen)} 会全部原路退回。`;
  return '您还没有付款，不会产生任何费用。';
}

const giveUpWords = ({ appointment }: SuspensionCase): string =>
  appointment.feeState === 'paid' ? '退号退费' : '退号';

const differenceOf = ({ differenceFen }: Alternative): string =>
  differenceFen < 0 ? `，退回 ${yuan(-differenceFen)}` : '，不加钱';

const optionOf = (slot: Alternative) => ({
  value: slot.id,
  label: `${formatDay(slot.date)} ${timeRange(slot.startsAt, slot.endsAt)}`,
  note: `${slot.doctorName}${slot.isSameDoctor ? '（原医生）' : ''} · 余 ${slot.remaining}${differenceOf(slot)}`,
});

interface AlternativesProps extends CaseProps {
  chosen: string | null;
  onChoose: (slotId: string) => void;
}

function Alternatives({ suspended, chosen, onChoose }: AlternativesProps) {
  const { alternatives } = suspended;
  if (alternatives.length === 0) {
    return <Notice>近期没有相近的号可以改。可以退号退费，再约其他医生</Notice>;
  }
  const sameFirst = [...alternatives].sort(
    (a, b) => Number(b.isSameDoctor) - Number(a.isSameDoctor),
  );
  return (
    <Card>
      <Choice
        title="改到哪个时间（医院停诊，改期不加钱）"
        options={sameFirst.map(optionOf)}
        value={chosen}
        onChange={onChoose}
      />
    </Card>
  );
}

/** Answered, or over: how it ended. */
function Ended({ suspended }: CaseProps) {
  const { state, appointment } = suspended;
  const isMoved = state === 'rescheduled';
  const outcome = isMoved
    ? { isGood: true, title: '已改期', words: '请按新的时间到院，原来的号不用管了' }
    : { isGood: true, title: '已退号', words: endedWords(suspended) };
  return (
    <>
      <OutcomeHead outcome={outcome} />
      {isMoved ? (
        <VisitSummary
          visit={appointment}
          place={`${appointment.branchName} ${appointment.location}`}
          patient={maskName(appointment.patientName)}
        />
      ) : null}
    </>
  );
}

function endedWords({ appointment: { feeState, feeFen } }: SuspensionCase): string {
  if (feeState === 'refunded') return `${yuan(feeFen)} 已原路退回`;
  if (feeState === 'refunding') return `${yuan(feeFen)} 会原路退回，一般几分钟到账`;
  return '没有产生费用';
}

interface OpenProps extends CaseProps {
  chosen: string | null;
  onChoose: (slotId: string) => void;
}

function Open({ suspended, chosen, onChoose }: OpenProps) {
  const { appointment } = suspended;
  return (
    <>
      <Notice tone="danger">{suspended.reasonText}</Notice>
      <Card title="停诊的这次就诊">
        <Row name="时间">{formatMoment(appointment.startsAt)}</Row>
        <Row name="医生">
          {appointment.departmentName} · {appointment.doctorName}
        </Row>
        <Row name="就诊人">{maskName(appointment.patientName)}</Row>
      </Card>
      <Notice tone="warn">
        请在 {formatMoment(suspended.answerBefore)} 前选择。到时没有选，会自动退号
        {appointment.feeState === 'paid' ? '并退费' : ''}
      </Notice>
      <Alternatives suspended={suspended} chosen={chosen} onChoose={onChoose} />
    </>
  );
}

type Asking = 'reschedule' | 'cancel' | null;

interface AskProps extends CaseProps {
  slot: Alternative | undefined;
  asking: Asking;
  answer: ReturnType<typeof useAnswer>;
  onClose: () => void;
}

function Ask({ suspended, slot, asking, answer, onClose }: AskProps) {
  const move = () => {
    if (!slot) return;
    void answer.run({ choice: 'reschedule', slotId: slot.id }).finally(onClose);
  };
  return (
    <>
      <Sheet
        isOpen={asking === 'reschedule' && slot !== undefined}
        title="确认改期"
        onClose={onClose}
        foot={
          <>
            <Button isBusy={answer.isBusy} onTap={move}>
              确认改期
            </Button>
            <Button look="text" onTap={onClose}>
              再看看
            </Button>
          </>
        }
      >
        {slot ? (
          <>
            <Row name="原来">{formatMoment(suspended.appointment.startsAt)}</Row>
            <Row name="改到">{formatMoment(slot.startsAt)}</Row>
            <Row name="医生">{slot.doctorName}</Row>
            <Row name="费用">
              {slot.differenceFen < 0 ? `退回 ${yuan(-slot.differenceFen)}` : '不加钱'}
            </Row>
          </>
        ) : null}
      </Sheet>
      <ConfirmSheet
        isOpen={asking === 'cancel'}
        title={giveUpWords(suspended)}
        confirmLabel="确定退号"
        keepLabel="再看看"
        isBusy={answer.isBusy}
        onClose={onClose}
        onConfirm={() => void answer.run({ choice: 'cancel' }).finally(onClose)}
      >
        退号后这次预约就结束了，不影响您的信用。{moneyBack(suspended)}
      </ConfirmSheet>
    </>
  );
}

export default function SuspensionPage() {
  const { appointmentId = '' } = usePageParams('suspension');
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking>(null);
  const query = useSuspensionCase(appointmentId);
  const answer = useAnswer(appointmentId);
  useRefreshOnShow(() => query.refetch());
  const suspended = query.data;
  const slot = suspended?.alternatives.find(({ id }) => id === chosen);
  return (
    <Page
      name="suspension"
      needs="consent"
      backTo="visits"
      bottom={
        suspended ? (
          suspended.isOpen ? (
            <>
              <Button disabled={!slot} onTap={() => setAsking('reschedule')}>
                {slot ? '改到这个时间' : '请先选一个时间'}
              </Button>
              <Button look="text" isDanger onTap={() => setAsking('cancel')}>
                {giveUpWords(suspended)}
              </Button>
            </>
          ) : (
            <Button onTap={() => navigate('appointment', { id: appointmentId })}>查看预约</Button>
          )
        ) : null
      }
      overlay={
        suspended?.isOpen ? (
          <Ask
            suspended={suspended}
            slot={slot}
            asking={asking}
            answer={answer}
            onClose={() => setAsking(null)}
          />
        ) : null
      }
    >
      <Loaded query={query} skeletonCards={2}>
        {(data) =>
          data.isOpen ? (
            <Open suspended={data} chosen={slot ? chosen : null} onChoose={setChosen} />
          ) : (
            <Ended suspended={data} />
          )
        }
      </Loaded>
    </Page>
  );
}
