import { Alert, Button, Form, Input, Modal, QRCode, Typography } from 'antd';
import { useState } from 'react';
import { useSession, useKeepSession } from '@/features/shared/session';
import { messageOf } from '@/shared/api/api-error';
import { useWrite } from '@/shared/api/hooks';
import type { Answer } from '@/shared/api/client';
import { ToneTag } from '@/shared/ui/tone-tag';

type Enrolment = Answer<'startTotpEnrolment'>;

export function TotpCard() {
  const session = useSession();
  const [dialog, setDialog] = useState<'enrol' | 'remove' | null>(null);
  const close = (): void => setDialog(null);
  return (
    <div className="card">
      <h2 className="section-title">
        两步验证{' '}
        <ToneTag tone={session.isTotpEnabled ? 'good' : 'plain'}>
          {session.isTotpEnabled ? '已开启' : '未开启'}
        </ToneTag>
      </h2>
      <p className="quiet">开启后，登录时除密码外还要填写手机身份验证器上的 6 位动态码。</p>
      {session.isTotpEnabled ? (
        <Button danger onClick={() => setDialog('remove')}>
          关闭两步验证
        </Button>
      ) : (
        <Button onClick={() => setDialog('enrol')}>开启两步验证</Button>
      )}
      {dialog === 'enrol' && <EnrolDialog onClose={close} />}
      {dialog === 'remove' && <RemoveDialog onClose={close} />}
    </div>
  );
}

const codeRules = [{ required: true, pattern: /^\d{6}$/, message: '请填写 6 位动态码' }];
const passwordRules = [{ required: true, message: '请填写密码' }];

function EnrolDialog({ onClose }: { onClose: () => void }) {
  const [enrolment, setEnrolment] = useState<Enrolment>();
  return (
    <Modal title="开启两步验证" open onCancel={onClose} footer={null} width={440}>
      {enrolment ? (
        <ConfirmStep enrolment={enrolment} onClose={onClose} />
      ) : (
        <PasswordStep onReady={setEnrolment} />
      )}
    </Modal>
  );
}

function PasswordStep({ onReady }: { onReady: (enrolment: Enrolment) => void }) {
  const start = useWrite('startTotpEnrolment', { ownsErrors: true, onDone: onReady });
  return (
    <Form<{ password: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ password }) => start.mutate({ body: { password } })}
    >
      {start.error && <Alert type="error" title={messageOf(start.error)} className="form-alert" />}
      <Form.Item name="password" label="先确认您的密码" rules={passwordRules}>
        <Input.Password autoComplete="current-password" autoFocus maxLength={128} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={start.isPending}>
        下一步
      </Button>
    </Form>
  );
}

function ConfirmStep({ enrolment, onClose }: { enrolment: Enrolment; onClose: () => void }) {
  const keep = useKeepSession();
  const confirm = useWrite('confirmTotpEnrolment', {
    ownsErrors: true,
    done: '两步验证已开启',
    onDone: (fresh) => {
      keep(fresh);
      onClose();
    },
  });
  return (
    <Form<{ totp: string }>
      layout="vertical"
      requiredMark={false}
      onFinish={({ totp }) => confirm.mutate({ body: { totp } })}
    >
      <p>请用身份验证器扫描二维码，或手动输入密钥，再填写显示的动态码。</p>
      <QRCode value={enrolment.otpauthUrl} type="svg" size={180} aria-label="身份验证器二维码" />
      <p>
        密钥 <Typography.Text copyable>{enrolment.secret}</Typography.Text>
      </p>
      {confirm.error && (
        <Alert type="error" title={messageOf(confirm.error)} className="form-alert" />
      )}
      <Form.Item name="totp" label="动态码" rules={codeRules}>
        <Input
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          className="num"
          autoFocus
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={confirm.isPending}>
        确认开启
      </Button>
    </Form>
  );
}

function RemoveDialog({ onClose }: { onClose: () => void }) {
  const keep = useKeepSession();
  const remove = useWrite('removeTotp', {
    ownsErrors: true,
    done: '两步验证已关闭',
    onDone: (fresh) => {
      keep(fresh);
      onClose();
    },
  });
  return (
    <Modal title="关闭两步验证" open onCancel={onClose} footer={null} width={440}>
      <p>关闭后登录只需要密码，账号的安全性会降低。</p>
      <Form<{ password: string; totp: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => remove.mutate({ body })}
      >
        {remove.error && (
          <Alert type="error" title={messageOf(remove.error)} className="form-alert" />
        )}
        <Form.Item name="password" label="密码" rules={passwordRules}>
          <Input.Password autoComplete="current-password" maxLength={128} />
        </Form.Item>
        <Form.Item name="totp" label="动态码" rules={codeRules}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} className="num" />
        </Form.Item>
        <Button danger htmlType="submit" loading={remove.isPending}>
          关闭两步验证
        </Button>
      </Form>
    </Modal>
  );
}
