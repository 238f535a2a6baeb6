/** The stand-in for @tarojs/taro under the types of a stand-in: what was called, what to answer. */
import * as taro from '@tarojs/taro';
import type { Mock } from 'vitest';

export interface SentRequest {
  url: string;
  method: string;
  header: Record<string, string>;
  data?: string;
}

interface ReadFile {
  filePath: string;
  success: (answer: { data: string }) => void;
}

interface StandIn {
  request: Mock<(options: SentRequest) => Promise<object>>;
  redirectTo: Mock<(options: { url: string }) => Promise<object>>;
  navigateBack: Mock<() => Promise<object>>;
  vibrateLong: Mock<() => Promise<object>>;
  getLocation: Mock<() => Promise<object>>;
  chooseImage: Mock<() => Promise<object>>;
  getFileSystemManager: Mock<() => { readFile: (options: ReadFile) => void }>;
  openWith: (params: Record<string, string>) => void;
  comeToFront: (path: string) => void;
}

export const {
  request,
  redirectTo,
  navigateBack,
  vibrateLong,
  getLocation,
  chooseImage,
  getFileSystemManager,
  openWith,
  comeToFront,
} = taro as unknown as StandIn;
