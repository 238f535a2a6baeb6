import { App, Form, Input } from 'antd';
import { useClinicToday } from '@/features/shared/session';
import type { Answer, Body } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { FormDrawer } from '@/shared/ui/form-drawer';
import { useRefusals } from '@/shared/ui/use-refusals';
import { IdentityFields } from './identity-fields';
import { phoneRule, ProfileFields } from './profile-fields';

type Values = Body<'registerPatient'>;
type Patient = Answer<'registerPatient'>['patient'];

interface Props {
  open: boolean;
  onClose: () => void;
  onRegistered: (patient: Patient) => void;
}

export function RegisterDrawer({ open, onClose, onRegistered }: Props) {
  const { form, refuse } = useRefusals<Values>();
  const { modal, message } = App.useApp();
  const today = useClinicToday();
  const register = useWrite('registerPatient', {
    ownsErrors: true,
    refresh: ['searchPatients'],
    onDone: ({ patient, isNew }) => {
      onClose();
      onRegistered(patient);
      if (isNew) {
        void message.success('患者已登记');
      } else {
        modal.info({
          title: '这位患者已经登记过',
          content: '为避免重复建档，已为您打开原有档案，原有信息没有改动。',
        });
      }
    },
  });
  return (
    <FormDrawer<Values>
      title="登记患者"
      open={open}
      onClose={onClose}
      form={form}
      initial={{ identityType: 'resident-id', careClass: 'regular' }}
      submitText="登记"
      isSaving={register.isPending}
      onSubmit={(values) => register.mutate({ body: tidy(values) }, { onError: refuse })}
    >
      <Form.Item
        name="name"
        label="姓名"
        rules={[
          { required: true, whitespace: true, message: '请填写姓名' },
          { pattern: /^[^\d<>{}[\]\\/]+$/, message: '姓名里不能有数字或符号' },
        ]}
      >
        <Input maxLength={50} autoComplete="off" />
      </Form.Item>
      <IdentityFields today={today} />
      <Form.Item
        name="phone"
        label="手机号"
        extra="未成年人请填监护人的手机号。"
        rules={[{ required: true, message: '请填写手机号' }, phoneRule]}
      >
        <Input className="num" maxLength={11} inputMode="numeric" autoComplete="off" />
      </Form.Item>
      <ProfileFields />
    </FormDrawer>
  );
}

/** Fields of another document type stay behind in the form when the type changes. */
function tidy(values: Values): Values {
  const { birthDate, gender, identityNumber, ...rest } = values;
  if (values.identityType === 'resident-id') return { ...rest, identityNumber };
  return {
    ...rest,
    ...(values.identityType === 'newborn' ? {} : { identityNumber }),
    birthDate,
    gender,
  };
}
