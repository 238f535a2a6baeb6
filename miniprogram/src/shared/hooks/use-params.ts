import { useRouter } from '@tarojs/taro';
import type { RouteParams } from '@/app/routes';

/** The parameters of a page, decoded. */
export function usePageParams<N extends keyof RouteParams>(_name: N): Partial<RouteParams[N]> {
  const { params } = useRouter();
  const decoded = Object.entries(params).map(([key, value]) => [key, decode(value ?? '')]);
  return Object.fromEntries(decoded) as Partial<RouteParams[N]>;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
