import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError, KernelContext, realTime } from '../../../kernel';

const windowMs = 60_000;

/**
 * What the screen in the hall shows as a QR code: it changes every minute, so that a picture of it sent
 * home is worth nothing. Signatures run on real time.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SiteCodes {
  @Inject()
  kernelContext: KernelContext;

  of(branchId: string): { code: string; validUntil: string } {
    const window = this.window();
    return {
      code: this.code(branchId, window),
      validUntil: new Date((window + 1) * windowMs).toISOString(),
    };
  }

  /** This minute's and the last one's count: scanning takes a while. @throws CODE_INVALID */
  require(branchId: string, code: string): void {
    const window = this.window();
    const isOurs = [window, window - 1].some((each) => isSame(this.code(branchId, each), code));
    if (!isOurs) {
      throw new AppError('CODE_INVALID', { message: '签到码已过期，请重新扫描大厅屏幕上的二维码' });
    }
  }

  private window(): number {
    return Math.floor(realTime.now().getTime() / windowMs);
  }

  private code(branchId: string, window: number): string {
    return `SZ1.${this.kernelContext.secrets.index('site-code', `${branchId}\n${window}`)}`;
  }
}

function isSame(a: string, b: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
