import { Button, Form, Input } from 'antd';
import { useSession, useKeepSession } from '@/features/shared/session';
import { messageOf } from '@/shared/api/api-error';
import { useWrite } from '@/shared/api/hooks';
import { passwordProblem } from '@/shared/format/password';
import { showFieldErrors } from '@/shared/ui/field-errors';

interface Values {
  currentPassword: string;
  newPassword: string;
  again: string;
}

export function PasswordCard() {
  const session = useSession();
  const keep = useKeepSession();
  const [form] = Form.useForm<Values>();
  const change = useWrite('changeStaffPassword', {
    ownsErrors: true,
    done: '密码已修改，其他设备上的登录已退出',
    onDone: (fresh) => {
      keep(fresh);
      form.resetFields();
    },
  });
  const submit = ({ currentPassword, newPassword }: Values): void =>
    change.mutate(
      { body: { currentPassword, newPassword } },
      {
        onError: (error) => {
          if (showFieldErrors(form, error)) return;
          form.setFields([{ name: 'currentPassword', errors: [messageOf(error)] }]);
        },
      },
    );
  return (
    <div className="card">
      <h2 className="section-title">修改密码</h2>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        style={{ maxWidth: 400 }}
        onFinish={submit}
      >
        {/* Password managers need the name the password belongs to. */}
        <input
          className="visually-hidden"
          autoComplete="username"
          value={session.username}
          readOnly
          tabIndex={-1}
          aria-hidden
        />
        <Form.Item
          name="currentPassword"
          label="当前密码"
          rules={[{ required: true, message: '请填写当前密码' }]}
        >
          <Input.Password autoComplete="current-password" maxLength={128} />
        </Form.Item>
        <Form.Item
          name="newPassword"
          label="新密码"
          extra="至少 10 位，含大写字母、小写字母、数字、符号中的三种。"
          rules={[{ required: true, message: '请填写新密码' }, { validator: checkPassword }]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Form.Item
          name="again"
          label="再填一次新密码"
          dependencies={['newPassword']}
          rules={[
            { required: true, message: '请再填一次新密码' },
            ({ getFieldValue }) => ({
              validator: async (_, value: string) => {
                if (value && value !== getFieldValue('newPassword')) {
                  throw new Error('两次填写的密码不一样');
                }
              },
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Button
          type={session.mustChangePassword ? 'primary' : 'default'}
          htmlType="submit"
          loading={change.isPending}
        >
          修改密码
        </Button>
      </Form>
    </div>
  );
}

async function checkPassword(_: unknown, value?: string): Promise<void> {
  const problem = value ? passwordProblem(value) : undefined;
  if (problem !== undefined) throw new Error(problem);
}
