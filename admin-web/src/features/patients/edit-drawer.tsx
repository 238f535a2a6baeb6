import { Form, Input } from 'antd';
import type { Answer, Body } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { FormDrawer } from '@/shared/ui/form-drawer';
import { useRefusals } from '@/shared/ui/use-refusals';
import { phoneRule, ProfileFields } from '@/features/shared/patients/profile-fields';

type Patient = Answer<'getPatient'>;
type Values = Omit<Body<'updatePatient'>, 'version'>;

/** Masked fields come up empty: what is typed replaces them, what stays empty stays as it is. */
const KEPT_WHEN_EMPTY = ['name', 'phone', 'address', 'contactName', 'contactPhone'] as const;

export function changesOf(values: Values): Values {
  const changes = { ...values };
  for (const field of KEPT_WHEN_EMPTY) {
    if (!changes[field]) delete changes[field];
  }
  return changes;
}

interface Props {
  patient: Patient;
  open: boolean;
  onClose: () => void;
}

export function EditDrawer({ patient, open, onClose }: Props) {
  const { form, refuse } = useRefusals<Values>();
  const update = useWrite('updatePatient', {
    ownsErrors: true,
    refresh: ['getPatient', 'searchPatients', 'listPatientRecordViews'],
    done: '已保存',
    onDone: onClose,
  });
  const { careClass, cardNumber, allergies, medicalHistory, notes } = patient;
  return (
    <FormDrawer<Values>
      title="修改患者资料"
      open={open}
      onClose={onClose}
      form={form}
      initial={{ careClass, cardNumber, allergies, medicalHistory, notes }}
      isSaving={update.isPending}
      onSubmit={(values) =>
        update.mutate(
          {
            params: { patientId: patient.id },
            body: { ...changesOf(values), version: patient.version },
          },
          { onError: refuse },
        )
      }
    >
      <Form.Item
        name="name"
        label="姓名"
        extra={`现为 ${patient.name}，不改请留空。证件信息如有错误，请按新证件重新登记。`}
        rules={[{ pattern: /^[^\d<>{}[\]\\/]*$/, message: '姓名里不能有数字或符号' }]}
      >
        <Input maxLength={50} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="phone"
        label="手机号"
        extra={`现为 ${patient.phoneMasked}，不改请留空。`}
        rules={[phoneRule]}
      >
        <Input className="num" maxLength={11} autoComplete="off" />
      </Form.Item>
      <ProfileFields keepHint="不改请留空" />
    </FormDrawer>
  );
}
