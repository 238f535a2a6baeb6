import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { SlotPicker, type SlotSearch, type StaffSlot } from '@/features/shared/slots/slot-picker';
import { useWrite } from '@/shared/api/hooks';
import { appointmentReads } from './reads';

interface Props {
  visit: {
    appointmentId: string;
    patientName: string;
    departmentId?: string | undefined;
    doctorId?: string | undefined;
  };
  onClose: () => void;
}

/** 复诊预约: the next visit is booked before the patient leaves the room. */
export function FollowUpDialog({ visit, onClose }: Props) {
  const [form] = Form.useForm<{ note?: string }>();
  const [slot, setSlot] = useState<StaffSlot>();
  const [search, setSearch] = useState<SlotSearch>({
    department: visit.departmentId,
    doctor: visit.doctorId,
  });
  const book = useWrite('bookFollowUpVisit', {
    refresh: [...appointmentReads, 'getClinicDay'],
    done: '复诊已约好，患者会收到通知',
    onDone: onClose,
  });
  return (
    <Modal
      title={`为 ${visit.patientName} 预约复诊`}
      open
      okText="预约复诊"
      okButtonProps={{ disabled: slot === undefined }}
      confirmLoading={book.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={680}
    >
      <div className="stack">
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
          onFinish={({ note }) =>
            slot &&
            book.mutate({
              params: { appointmentId: visit.appointmentId },
              body: { slotId: slot.id, note: note ?? '' },
            })
          }
        >
          <Form.Item name="note" label="复诊要准备什么" extra="医生和护士当天可以看到">
            <Input.TextArea rows={2} maxLength={200} placeholder="例如：空腹，带上次的片子" />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  );
}
