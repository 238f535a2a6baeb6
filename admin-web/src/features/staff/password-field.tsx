import { Button, Form, Input, Space } from 'antd';
import { passwordProblem, randomPassword } from '@/shared/format/password';

/** A first password, made up or typed; shown in clear, since it is to be handed over once. */
export function PasswordField() {
  const form = Form.useFormInstance<{ password: string }>();
  return (
    <Form.Item
      label="初始密码"
      htmlFor="password"
      required
      extra="请当面或电话告知本人。首次登录时必须修改。"
    >
      <Space.Compact style={{ width: '100%' }}>
        <Form.Item
          name="password"
          noStyle
          rules={[
            { required: true, message: '请填写初始密码' },
            {
              validator: async (_, value?: string) => {
                const problem = value ? passwordProblem(value) : undefined;
                if (problem !== undefined) throw new Error(problem);
              },
            },
          ]}
        >
          <Input id="password" className="num" autoComplete="off" maxLength={128} />
        </Form.Item>
        <Button onClick={() => form.setFieldValue('password', randomPassword())}>随机生成</Button>
      </Space.Compact>
    </Form.Item>
  );
}
