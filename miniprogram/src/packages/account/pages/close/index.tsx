import { useState } from 'react';
import { navigate, replaceWith } from '@/app/navigate';
import { useSubmit } from '@/shared/hooks/use-submit';
import { ApiError, sentenceOf } from '@/shared/request/api-error';
import { call } from '@/shared/request/client';
import { forgetSession, useSession } from '@/shared/session/session';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Check } from '@/shared/ui/Choice/Choice';
import { CodeField } from '@/shared/ui/CodeField';
import { Field } from '@/shared/ui/Field/Field';
import { Icon } from '@/shared/ui/Icon';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { ConfirmSheet } from '@/shared/ui/Sheet/Sheet';
import { toast } from '@/shared/ui/Toast/toast';
import s from './index.module.scss';

const consequences = [
  '您不能再用这个账号预约、付款和查看就诊',
  '微信绑定会解除，手机号会从账号里删除',
  '就诊人与账号的关联会解除',
  '病历和付款记录按法律规定由医院保存，会锁定，不再用于其他目的',
  '还有没完成的预约时不能注销，请先取消或等就诊结束',
];

function Consequences() {
  return (
    <Card title="注销后会这样">
      <Box className={s['list']}>
        {consequences.map((words) => (
          <Box key={words} className={s['item']}>
            <Icon name="info" tone="quiet" size={22} />
            <Box className={s['words']}>{words}</Box>
          </Box>
        ))}
      </Box>
    </Card>
  );
}

function Refusal({ error }: { error: unknown }) {
  if (!(error instanceof ApiError) || error.code === 'CODE_INVALID') return null;
  return (
    <Notice tone="warn">
      {sentenceOf(error)}
      {error.code === 'OUTSTANDING_APPOINTMENTS' ? (
        <Button look="text" isInline onTap={() => navigate('visits')}>
          查看我的预约
        </Button>
      ) : null}
    </Notice>
  );
}

const useClose = () =>
  useSubmit(
    async (code: string) => {
      await call('closeAccount', { body: { code } });
      forgetSession();
      toast('账号已注销');
      replaceWith('home');
    },
    { onError: () => true },
  );

export default function CloseAccountPage() {
  const [hasRead, setHasRead] = useState(false);
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [isAsking, setAsking] = useState(false);
  const account = useSession((state) => state.account);
  const sms = useSubmit(async (asked: string) => {
    const body = { phone: asked, purpose: 'close-account' } as const;
    return (await call('requestSmsCode', { body })).retryAfterSeconds;
  });
  const close = useClose();
  const isWrongCode = close.error instanceof ApiError && close.error.code === 'CODE_INVALID';
  return (
    <Page
      name="closeAccount"
      needs="session"
      backTo="consents"
      bottom={
        <Button disabled={!hasRead || code.length !== 6} onTap={() => setAsking(true)}>
          下一步
        </Button>
      }
      overlay={
        <ConfirmSheet
          isOpen={isAsking}
          title="确定注销账号吗"
          confirmLabel="确定注销"
          keepLabel="保留账号"
          isBusy={close.isBusy}
          onClose={() => setAsking(false)}
          onConfirm={() => void close.run(code).finally(() => setAsking(false))}
        >
          注销后不能恢复。以后可以用同一个手机号重新注册，就诊人需要重新添加。
        </ConfirmSheet>
      }
    >
      <Consequences />
      <Refusal error={close.error} />
      <Card title="验证手机号">
        <Field
          label="手机号"
          kind="phone"
          maxLength={11}
          value={phone}
          onChange={(typed) => setPhone(typed.replace(/\D/g, ''))}
          hint={account?.phoneMasked ? `账号绑定的是 ${account.phoneMasked}` : undefined}
        />
        <CodeField
          value={code}
          onChange={setCode}
          canSend={/^1[3-9]\d{9}$/.test(phone)}
          onSend={() => sms.run(phone)}
          error={isWrongCode ? sentenceOf(close.error) : undefined}
        />
        <Check isOn={hasRead} onChange={setHasRead} label="我已了解注销的后果">
          我已了解注销的后果
        </Check>
      </Card>
    </Page>
  );
}
