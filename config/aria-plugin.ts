import path from 'node:path';
import { requireWithEsbuild } from '@tarojs/helper';
import type { IPluginContext } from '@tarojs/service';
import type * as ariaAttributes from '../miniprogram/src/app/aria-attributes';

type AriaAttributes = typeof ariaAttributes;

const inApp = (file: string) => path.resolve(__dirname, '../miniprogram/src/app', file);

interface WeappPlatform {
  template: { mergeComponents(ctx: IPluginContext, components: object): void };
  runtimePath: string | string[];
}

/**
 * Taro leaves WeChat's aria-* attributes out of its templates. They must be added at build time
 * and, under the same short names, at run time: both read the one list below.
 */
export default function ariaPlugin(ctx: IPluginContext): void {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform: WeappPlatform) {
      if (process.env['TARO_ENV'] !== 'weapp') return;
      const { ariaComponents } = requireWithEsbuild(inApp('aria-attributes.ts')) as AriaAttributes;
      platform.template.mergeComponents(ctx, ariaComponents);
      platform.runtimePath = ([] as string[]).concat(
        platform.runtimePath,
        inApp('aria-runtime.ts'),
      );
    },
  });
}
