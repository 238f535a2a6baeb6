import Taro from '@tarojs/taro';
import { create } from 'zustand';

interface Network {
  isOnline: boolean;
}

/** Whether the phone has a network at all; requests that fail on the way say so as well. */
export const useNetwork = create<Network>(() => ({ isOnline: true }));

export const reportOnline = (isOnline: boolean): void => {
  if (useNetwork.getState().isOnline !== isOnline) useNetwork.setState({ isOnline });
};

/** `onBack` runs when the network returns. */
export function watchNetwork(onBack: () => void): void {
  const report = (isConnected: boolean) => {
    const wasOnline = useNetwork.getState().isOnline;
    reportOnline(isConnected);
    if (isConnected && !wasOnline) onBack();
  };
  Taro.onNetworkStatusChange(({ isConnected }) => report(isConnected));
  if (process.env.TARO_ENV === 'h5') {
    // Not every browser tells Taro; all of them tell the window.
    window.addEventListener('online', () => report(true));
    window.addEventListener('offline', () => report(false));
  }
  void Taro.getNetworkType({
    success: ({ networkType }) => reportOnline(networkType !== 'none'),
  });
}
