import Taro from '@tarojs/taro';
import type { ResponseOf } from '@suizhen/contract';
import { fromHere, goBack, replaceWith } from '@/app/navigate';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { adoptSignIn, useSession } from '@/shared/session/session';
import { toast } from '@/shared/ui/Toast/toast';
import { consentOf, giveConsent, type PrivacyNotice } from '../../api/consents';

type SignedIn = ResponseOf<'signInWithSms'>;

/** The box was ticked before the button could be tapped; now there is an account to keep it with. */
async function keepServiceConsent(notice: PrivacyNotice | undefined): Promise<void> {
  if (!notice) return;
  const given = consentOf(useSession.getState().account, notice.purpose);
  if (given?.version !== notice.version) await giveConsent(notice);
}

/** On to what is still missing, else back to where sign-in was asked for. */
export function leaveSignIn(): void {
  const missing = useSession.getState().account?.missingConsents ?? [];
  if (missing.length > 0) replaceWith('agree');
  else goBack('home');
}

async function adopt(signedIn: SignedIn, notice: PrivacyNotice | undefined): Promise<void> {
  adoptSignIn(signedIn);
  // Signing in has worked; should this fail, the consent page asks again.
  await keepServiceConsent(notice).catch(() => undefined);
  toast(signedIn.isNewAccount ? '欢迎使用随诊' : '已登录');
}

export function useSmsSignIn(notice: PrivacyNotice | undefined) {
  return useSubmit(
    async (body: { phone: string; code: string }) => {
      const onward = fromHere();
      await adopt(await call('signInWithSms', { body }), notice);
      onward(leaveSignIn);
    },
    { onError: () => true },
  );
}

export function useWechatSignIn(notice: PrivacyNotice | undefined, onNeedsPhone: () => void) {
  return useSubmit(async (_: 'wechat') => {
    const onward = fromHere();
    const { code } = await Taro.login();
    const signedIn = await call('signInWithWechat', { body: { code } });
    await adopt(signedIn, notice);
    if (signedIn.account.phoneMasked === null) onNeedsPhone();
    else onward(leaveSignIn);
  });
}

export function useBindPhone(notice: PrivacyNotice | undefined) {
  return useSubmit(async (code: string) => {
    const onward = fromHere();
    const signedIn = await call('bindWechatPhone', { body: { code } });
    await adopt(signedIn, notice);
    onward(leaveSignIn);
  });
}

/** Asks for a code; answers when it may be asked for again. */
export function useSmsCode(purpose: 'sign-in' | 'close-account') {
  return useSubmit(async (phone: string) => {
    const { retryAfterSeconds } = await call('requestSmsCode', { body: { phone, purpose } });
    toast('验证码已发送，请留意短信');
    return retryAfterSeconds;
  });
}
