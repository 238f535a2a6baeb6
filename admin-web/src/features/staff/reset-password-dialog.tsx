import { Alert, Form, Modal } from 'antd';
import { useWrite } from '@/shared/api/hooks';
import { useRefusals } from '@/shared/ui/use-refusals';
import { PasswordField } from './password-field';
import type { StaffMember } from './staff-form';

interface Props {
  member: StaffMember;
  onClose: () => void;
}

export function ResetPasswordDialog({ member, onClose }: Props) {
  const { form, refuse } = useRefusals<{ password: string }>();
  const reset = useWrite('resetStaffPassword', {
    ownsErrors: true,
    refresh: ['listStaff'],
    done: `${member.name} 的密码已重置`,
    onDone: onClose,
  });
  return (
    <Modal
      title={`重置 ${member.name} 的密码`}
      open
      okText="重置"
      confirmLoading={reset.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={460}
    >
      <Alert
        type="warning"
        showIcon
        className="form-alert"
        title="重置后该员工的所有登录会退出，账号解除锁定，两步验证也会关闭。"
      />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) =>
          reset.mutate({ params: { staffId: member.id }, body }, { onError: refuse })
        }
      >
        <PasswordField />
      </Form>
    </Modal>
  );
}
