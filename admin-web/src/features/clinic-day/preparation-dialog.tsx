import { Form, Input, Modal } from 'antd';
import { useWrite } from '@/shared/api/hooks';
import type { Visit } from './visit-table';

/** What to have ready, for whoever opens the room in the morning. */
export function PreparationDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const [form] = Form.useForm<{ preparation?: string }>();
  const save = useWrite('savePreparation', {
    refresh: ['getClinicDay'],
    done: '已保存',
    onDone: onClose,
  });
  return (
    <Modal
      title={`${visit.number} 号 ${visit.patientName} 要准备什么`}
      open
      okText="保存"
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={460}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ preparation: visit.preparation }}
        onFinish={({ preparation }) =>
          save.mutate({
            params: { appointmentId: visit.appointmentId },
            body: { preparation: preparation ?? '', version: visit.version },
          })
        }
      >
        <Form.Item name="preparation" label="准备">
          <Input.TextArea rows={3} maxLength={300} placeholder="例如：换药包，血压计" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
