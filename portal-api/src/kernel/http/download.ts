import type { Context } from '@midwayjs/koa';
import { AppError } from '../app-error';

/** A file as it is, with the name under which somebody keeps it. */
interface FileDownload {
  contentType: string;
  name: string;
  content: Buffer;
}

/** What lies elsewhere: the way there. */
interface Redirection {
  redirectTo: string;
}

/** What a handler of an operation with `isDownload` returns. */
export type Download = FileDownload | Redirection;

/** A viewer may draw the file; nothing in it may act or ask for anything. */
const filePolicy =
  "default-src 'none'; object-src 'self'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/**
 * Looking at what a download would answer must not use it up.
 * @throws METHOD_NOT_ALLOWED for HEAD
 */
export function requireWholeDownload(ctx: Context): void {
  if (ctx.method === 'HEAD') throw new AppError('METHOD_NOT_ALLOWED');
}

/** Makes it the answer of a request. `no-store` and `nosniff` stand on every answer of the API. */
export function answerDownload(ctx: Context, download: Download): unknown {
  if ('redirectTo' in download) {
    ctx.status = 302;
    ctx.set('Location', download.redirectTo);
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.type = 'text/plain';
    return '';
  }
  ctx.status = 200;
  ctx.set('Content-Security-Policy', filePolicy);
  ctx.set('Content-Disposition', dispositionOf(download.name));
  // It is there once: a viewer that came back for a part would find nothing.
  ctx.set('Accept-Ranges', 'none');
  ctx.type = download.contentType;
  return download.content;
}

/** RFC 6266: a plain name for old readers, the real one beside it. */
function dispositionOf(name: string): string {
  const safe = name.replace(/[\p{C}"\\/]/gu, '').slice(0, 100) || 'file';
  const plain = safe.replace(/[^\u0020-\u007e]/g, '_');
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `inline; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
