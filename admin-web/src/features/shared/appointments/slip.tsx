import { Button, Modal, QRCode } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { formatInstant, localDateOf } from '@/shared/format/date';
import { feeWords, genderWords, methodWords, titleWords } from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import './slip.css';
import { formatVisit } from './when';

type Slip = Answer<'getAppointmentSlip'>;

interface Props {
  appointmentId: string;
  onClose: () => void;
}

/** Shows the slip as it will leave the 80 mm printer, then prints exactly that and nothing else. */
export function SlipDialog({ appointmentId, onClose }: Props) {
  // Each print is recorded, so the slip is fetched once per opening and never behind one's back.
  const slip = useRead(
    'getAppointmentSlip',
    { params: { appointmentId } },
    { staleTime: Infinity },
  );
  return (
    <Modal
      title="挂号凭条"
      open
      onCancel={onClose}
      width={380}
      footer={
        <>
          <Button onClick={onClose}>关闭</Button>
          <Button type="primary" disabled={!slip.data} onClick={() => window.print()}>
            打印
          </Button>
        </>
      }
    >
      {slip.error ? (
        <ListError error={slip.error} onRetry={() => void slip.refetch()} />
      ) : slip.data ? (
        <>
          <SlipPaper slip={slip.data} />
          <PrintRoot slip={slip.data} />
        </>
      ) : (
        <ListLoading rows={8} />
      )}
    </Modal>
  );
}

/** A copy outside the application, the only thing that print shows. */
function PrintRoot({ slip }: { slip: Slip }) {
  useEffect(() => {
    const style = document.createElement('style');
    // Paper size cannot be scoped by a selector, so it exists only while a slip is open.
    style.textContent = '@page { size: 80mm auto; margin: 0 }';
    document.head.append(style);
    return () => style.remove();
  }, []);
  return createPortal(
    <div className="slip-print" aria-hidden>
      <SlipPaper slip={slip} />
    </div>,
    document.body,
  );
}

function SlipPaper({ slip }: { slip: Slip }) {
  const visit = { ...slip, date: localDateOf(slip.startsAt) };
  return (
    <article className="slip">
      <header>
        <strong>{slip.hospitalName}</strong>
        <div>{slip.branchName}</div>
        <div>挂号凭条</div>
      </header>
      <div className="slip-number">
        <span>就诊号</span>
        <b>{slip.queueNumber}</b>
      </div>
      <dl>
        <Line name="患者">
          {slip.patientName} {genderWords[slip.patientGender]} {slip.patientAge} 岁
        </Line>
        {slip.cardNumber && <Line name="就诊卡">{slip.cardNumber}</Line>}
        <Line name="科室">{slip.departmentName}</Line>
        <Line name="医生">
          {slip.doctorName} {titleWords[slip.doctorTitle]}
        </Line>
        <Line name="时间">{formatVisit(visit)}</Line>
        <Line name="地点">
          {slip.branchAddress} {slip.location}
        </Line>
        <Line name="挂号费">
          {formatFen(slip.feeFen)} {feeWords[slip.feeState]}
          {slip.paymentMethod && ` ${methodWords[slip.paymentMethod]}`}
        </Line>
        <Line name="预约号">{slip.appointmentNo}</Line>
      </dl>
      {slip.checkInCode && (
        <div className="slip-code">
          <QRCode
            value={slip.checkInCode}
            type="svg"
            size={132}
            bordered={false}
            color="#000"
            aria-label="报到二维码"
          />
          <div>到院后请扫码报到</div>
        </div>
      )}
      <footer>
        {formatInstant(slip.printedAt)} {slip.printedBy} 打印
      </footer>
    </article>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
