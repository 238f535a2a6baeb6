import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { ApiError, messageOf } from '@/shared/api/api-error';
import { useWrite } from '@/shared/api/hooks';
import { useKeepSession } from '@/features/shared/session';

interface Credentials {
  username: string;
  password: string;
  totp?: string;
}

const reasons: Record<string, string> = {
  idle: '一段时间没有操作，已为您退出登录。请重新登录，会回到刚才的页面。',
  ended: '登录已失效，请重新登录，会回到刚才的页面。',
};

/** Only a place inside the console; anything else could send a person to a stranger's page. */
export function safeNext(next: string | undefined): string {
  const path = (next ?? '').replace(/^\/admin(?=\/|$)/, '');
  return /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-in') ? path : '/';
}

export function SignInPage() {
  const { next, reason } = useSearch({ from: '/sign-in' });
  const [form] = Form.useForm<Credentials>();
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState<string>();
  const navigate = useNavigate();
  const keep = useKeepSession();
  useEffect(() => {
    document.title = '登录 · 随诊';
  }, []);
  const signIn = useWrite('staffSignIn', {
    ownsErrors: true,
    onDone: (session) => {
      keep(session);
      const target = session.mustChangePassword ? '/account' : safeNext(next);
      void navigate({ href: `/admin${target}`, replace: true });
    },
  });
  const submit = (values: Credentials): void => {
    setProblem(undefined);
    const { totp, ...rest } = values;
    signIn.mutate(
      { body: { ...rest, ...(needsCode && totp ? { totp } : {}) } },
      {
        onError: (error) => {
          if (error instanceof ApiError && error.code === 'TOTP_REQUIRED')
            return setNeedsCode(true);
          setProblem(messageOf(error));
          form.resetFields(['totp']);
        },
      },
    );
  };
  const notice = problem === undefined && reason !== undefined ? reasons[reason] : undefined;
  return (
    <main className="sign-in">
      <div className="card sign-in-card stack">
        <div>
          <h1>随诊</h1>
          <div className="quiet">医院工作台</div>
        </div>
        {notice !== undefined && <Alert type="info" title={notice} />}
        {problem !== undefined && <Alert type="error" role="alert" title={problem} />}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
          <Form.Item
            name="username"
            label="用户名"
            rules={[{ required: true, message: '请填写用户名' }]}
            hidden={needsCode}
          >
            <Input autoComplete="username" autoFocus maxLength={64} />
          </Form.Item>
          <Form.Item
            name="password"
            label="密码"
            rules={[{ required: true, message: '请填写密码' }]}
            hidden={needsCode}
          >
            <Input.Password autoComplete="current-password" maxLength={128} />
          </Form.Item>
          {needsCode && <CodeStep onBack={() => setNeedsCode(false)} />}
          <Button type="primary" htmlType="submit" block size="large" loading={signIn.isPending}>
            {needsCode ? '验证并登录' : '登录'}
          </Button>
        </Form>
        <div className="quiet">忘记密码请联系管理员重置。多次输错会暂时锁定账号。</div>
      </div>
    </main>
  );
}

function CodeStep({ onBack }: { onBack: () => void }) {
  return (
    <>
      <Form.Item
        name="totp"
        label="动态码"
        extra="请打开身份验证器，填写 6 位动态码。"
        rules={[{ required: true, pattern: /^\d{6}$/, message: '请填写 6 位动态码' }]}
      >
        <Input
          autoFocus
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          className="num"
        />
      </Form.Item>
      <Button type="link" className="link-button" style={{ marginBottom: 16 }} onClick={onBack}>
        返回上一步
      </Button>
    </>
  );
}
