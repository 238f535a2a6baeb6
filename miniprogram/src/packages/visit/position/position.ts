import Taro from '@tarojs/taro';
import { PositionError, type Position } from './position-error';

/** Asks WeChat, which asks the person the first time. */
export async function readPosition(): Promise<Position> {
  try {
    const { latitude, longitude, accuracy } = await Taro.getLocation({
      type: 'gcj02',
      isHighAccuracy: true,
      highAccuracyExpireTime: 4_000,
    });
    return { latitude, longitude, accuracyMetres: Math.max(0, accuracy) };
  } catch (problem) {
    const told = String((problem as { errMsg?: string } | null)?.errMsg ?? problem);
    throw new PositionError(/auth|deny|privacy|authorize/i.test(told) ? 'refused' : 'failed');
  }
}

/** Leads to where a refused permission can be given after all. */
export const openPermissions: (() => void) | null = () =>
  void Taro.openSetting({}).catch(() => undefined);
