import { useState, type ReactNode } from 'react';
import { usePublicConfig } from '@/shared/hooks/use-public-config';
import { Box, Heading } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Check } from '@/shared/ui/Choice/Choice';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { toast } from '@/shared/ui/Toast/toast';
import { usePrivacyNotices, type PrivacyNotice } from '../../api/consents';
import { NoticeLink } from '../../components/NoticeLink';
import { PhoneNumberButton } from '../../components/PhoneNumberButton';
import s from './index.module.scss';
import { isComplete, SmsForm, type SmsEntry } from './SmsForm';
import { leaveSignIn, useBindPhone, useSmsSignIn, useWechatSignIn } from './use-sign-in';

const isWechat = process.env.TARO_ENV === 'weapp';
type Step = 'wechat' | 'sms' | 'phone';

function Hello({ children }: { children: ReactNode }) {
  const config = usePublicConfig();
  return (
    <Box className={s['hello']}>
      <Heading level={2} className={s['title']}>
        欢迎来到{config.data?.hospitalName ?? '随诊'}
      </Heading>
      <Box className={s['words']}>{children}</Box>
    </Box>
  );
}

interface AgreementProps {
  notice: PrivacyNotice;
  isAgreed: boolean;
  onChange: (isAgreed: boolean) => void;
}

function Agreement({ notice, isAgreed, onChange }: AgreementProps) {
  return (
    <Card>
      <Check isOn={isAgreed} onChange={onChange} label={`同意《${notice.title}》`}>
        我已阅读并同意《{notice.title}》
      </Check>
      <Box className={s['words']}>{notice.summary}</Box>
      <NoticeLink notice={notice} />
    </Card>
  );
}

const words: Record<Step, string> = {
  wechat: '用微信登录，几秒钟就好',
  sms: '输入手机号，用短信验证码登录，第一次登录会自动注册',
  phone: '绑定手机号后，可以接收预约和退款提醒',
};

export default function SignInPage() {
  const [step, setStep] = useState<Step>(isWechat ? 'wechat' : 'sms');
  const [isAgreed, setAgreed] = useState(false);
  const [entry, setEntry] = useState<SmsEntry>({ phone: '', code: '' });
  const notices = usePrivacyNotices();
  const service = notices.data?.find((notice) => notice.purpose === 'service');
  const sms = useSmsSignIn(service);
  const wechat = useWechatSignIn(service, () => setStep('phone'));
  const bind = useBindPhone(service);

  const afterAgreeing = (go: () => void) => () => {
    if (isAgreed) go();
    else toast(`请先阅读并同意《${service?.title ?? '服务说明'}》`);
  };
  const bottoms: Record<Step, ReactNode> = {
    sms: (
      <>
        <Button
          disabled={!isComplete(entry)}
          isBusy={sms.isBusy}
          onTap={afterAgreeing(() => void sms.run(entry))}
        >
          登录
        </Button>
        {isWechat ? (
          <Button look="text" onTap={() => setStep('wechat')}>
            改用微信登录
          </Button>
        ) : null}
      </>
    ),
    wechat: (
      <>
        <Button isBusy={wechat.isBusy} onTap={afterAgreeing(() => void wechat.run('wechat'))}>
          微信登录
        </Button>
        <Button look="text" onTap={() => setStep('sms')}>
          用短信验证码登录
        </Button>
      </>
    ),
    phone: (
      <>
        <PhoneNumberButton
          className={s['phoneButton'] ?? ''}
          disabled={bind.isBusy}
          onCode={(code) => void bind.run(code)}
          onRefused={() => toast('没有取得手机号，您可以再点一次，或以后再绑定')}
        >
          绑定微信手机号
        </PhoneNumberButton>
        <Button look="text" onTap={leaveSignIn}>
          以后再说
        </Button>
      </>
    ),
  };
  return (
    <Page name="signIn" bottom={bottoms[step]}>
      <Hello>{words[step]}</Hello>
      {step === 'sms' ? <SmsForm value={entry} onChange={setEntry} error={sms.error} /> : null}
      {step === 'phone' ? null : (
        <Loaded query={notices} skeletonCards={1}>
          {() =>
            service ? <Agreement notice={service} isAgreed={isAgreed} onChange={setAgreed} /> : null
          }
        </Loaded>
      )}
    </Page>
  );
}
