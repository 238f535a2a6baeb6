import { createHmac } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, KernelContext, realTime, Settings } from '../../../kernel';
import { pacsViewerUrl } from './pdf.settings';

/** The viewer opens its page with it and from then on knows its own visitor. */
const linkSeconds = 120;

/**
 * The way to the pictures of a study, which stay in the PACS: the address of its viewer with the study, the
 * second at which the link ends, and HMAC-SHA256 over `study\nsecond` with the key that both sides hold.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReportPictures {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  /** @throws INVALID_STATE when there are no pictures, or no viewer to show them */
  async linkTo(studyUid: string): Promise<string> {
    if (!/^[0-9.]{3,64}$/.test(studyUid)) {
      throw new AppError('INVALID_STATE', { message: '这份报告没有影像' });
    }
    const viewer = await this.settings.get(pacsViewerUrl);
    const key = this.kernelContext.config.PACS_LINK_KEY;
    if (!viewer || !key) {
      throw new AppError('INVALID_STATE', { message: '医院还没有开通在线看片，请到影像科查看' });
    }
    const expires = Math.floor(realTime.now().getTime() / 1000) + linkSeconds;
    const url = new URL(viewer.replaceAll('{studyUid}', encodeURIComponent(studyUid)));
    const signature = createHmac('sha256', key).update(`${studyUid}\n${expires}`).digest('hex');
    url.searchParams.set('expires', String(expires));
    url.searchParams.set('signature', signature);
    return url.href;
  }
}
