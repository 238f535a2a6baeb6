import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { SlotPicker, type SlotSearch, type StaffSlot } from '@/features/shared/slots/slot-picker';
import type { Answer } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { deskMethodWords, optionsOf } from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { appointmentReads } from './reads';
import { formatVisit } from './when';

type Detail = Answer<'getAppointment'>;
type Method = keyof typeof deskMethodWords;

interface Props {
  appointment: Detail;
  onClose: () => void;
}

/** Moves a visit at the desk: the new slot, the reason, and what becomes of the difference. */
export function MoveVisitDialog({ appointment, onClose }: Props) {
  const [form] = Form.useForm<{ reason: string; payment?: Method }>();
  const [slot, setSlot] = useState<StaffSlot>();
  const [search, setSearch] = useState<SlotSearch>({
    department: appointment.departmentId,
    date: appointment.date,
  });
  const move = useWrite('rescheduleAppointment', {
    refresh: appointmentReads,
    done: '已改约，患者会收到通知',
    onDone: onClose,
  });
  const difference = slot ? slot.feeFen - appointment.feeFen : 0;
  return (
    <Modal
      title={`为 ${appointment.patientName} 改约`}
      open
      okText="改约"
      cancelText="先不改"
      okButtonProps={{ disabled: slot === undefined }}
      confirmLoading={move.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={680}
    >
      <div className="stack">
        <div>
          原时间 <b className="num">{formatVisit(appointment)}</b> {appointment.doctorName}
        </div>
        <SlotPicker
          channel="desk"
          search={search}
          onSearch={(part) => setSearch((before) => ({ ...before, ...part }))}
          chosen={slot}
          onChoose={setSlot}
        />
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ reason, payment }) =>
            slot &&
            move.mutate({
              params: { appointmentId: appointment.id },
              body: { slotId: slot.id, reason, payment: payment ?? null },
            })
          }
        >
          <p aria-live="polite">{slot ? differenceWords(appointment, difference) : ''}</p>
          {difference > 0 && appointment.feeState === 'paid' && (
            <Form.Item name="payment" label="补差方式">
              <Select
                allowClear
                placeholder="暂不收，留待缴费"
                options={optionsOf(deskMethodWords)}
              />
            </Form.Item>
          )}
          <Form.Item
            name="reason"
            label="改约原因"
            rules={[
              { required: true, whitespace: true, message: '请填写改约原因' },
              { min: 2, message: '至少 2 个字' },
            ]}
          >
            <Input maxLength={200} />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  );
}

function differenceWords(appointment: Detail, difference: number): string {
  if (difference === 0) return '挂号费不变。';
  if (appointment.feeState !== 'paid') {
    return `挂号费变为 ${formatFen(appointment.feeFen + difference)}，到院缴费。`;
  }
  return difference > 0
    ? `需补差价 ${formatFen(difference)}。`
    : `差价 ${formatFen(-difference)} 会退回。`;
}
