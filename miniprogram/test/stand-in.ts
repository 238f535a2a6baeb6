/** The stand-in for @tarojs/taro under the types of a stand-in: what was called, what to answer. */
import * as taro from '@tarojs/taro';
import type { Mock } from 'vitest';

export interface SentRequest {
  url: string;
  method: string;
  header: Record<string, string>;
  data?: string;
}

interface StandIn {
  request: Mock<(options: SentRequest) => Promise<object>>;
  redirectTo: Mock<(options: { url: string }) => Promise<object>>;
  navigateBack: Mock<() => Promise<object>>;
  openWith: (params: Record<string, string>) => void;
  comeToFront: (path: string) => void;
}

export const { request, redirectTo, navigateBack, openWith, comeToFront } =
  taro as unknown as StandIn;
