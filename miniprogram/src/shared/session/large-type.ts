import Taro from '@tarojs/taro';
import { create } from 'zustand';
import { call } from '@/shared/request/client';

const key = 'suizhen.large-type';

/** 关怀版. Kept on the phone, and with the account once someone is signed in. */
export const useLargeType = create<{ isLarge: boolean }>(() => ({
  isLarge: Taro.getStorageSync<string>(key) === 'on',
}));

function keepOnPhone(isLarge: boolean): void {
  useLargeType.setState({ isLarge });
  Taro.setStorageSync(key, isLarge ? 'on' : 'off');
}

const keepWithAccount = (isLarge: boolean): void => {
  // The phone has it already; the account catches up at the next change or sign-in.
  call('updateAccountPreferences', { body: { isLargeType: isLarge } }).catch(() => undefined);
};

export function setLargeType(isLarge: boolean, isSignedIn: boolean): void {
  keepOnPhone(isLarge);
  if (isSignedIn) keepWithAccount(isLarge);
}

/** After sign-in the wish for large letters wins, wherever it was made; later the account's does. */
export function mergeLargeType(ofAccount: boolean, isFreshSignIn: boolean): void {
  const onPhone = useLargeType.getState().isLarge;
  if (isFreshSignIn && onPhone && !ofAccount) keepWithAccount(true);
  else if (onPhone !== ofAccount) keepOnPhone(ofAccount);
}
