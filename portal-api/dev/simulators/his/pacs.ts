import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SimAnswer, SimRequest } from '../kernel/http-sim';

/**
 * The viewer of the simulated PACS: opens with a signed link of the product, and draws where a picture would
 * be. The link carries the study, the second at which it ends and HMAC-SHA256 over both.
 */
export function viewPictures({ query }: SimRequest, key: string, now: number): SimAnswer {
  const study = query.get('study') ?? '';
  const expires = Number(query.get('expires'));
  if (!isSigned(key, study, query.get('expires') ?? '', query.get('signature') ?? '')) {
    return page(403, '链接无效', '这个看片链接不是医院签发的，请回到报告页重新打开。');
  }
  if (expires * 1000 < now) {
    return page(403, '链接已过期', '看片链接只在两分钟内有效，请回到报告页重新打开。');
  }
  return page(200, '影像浏览（模拟）', '这是演示用的占位图，不是真实影像。', drawing(study));
}

function isSigned(key: string, study: string, expires: string, signature: string): boolean {
  const right = createHmac('sha256', key).update(`${study}\n${expires}`).digest();
  const given = Buffer.from(signature, 'hex');
  return key !== '' && given.length === right.length && timingSafeEqual(given, right);
}

/** Rings and ribs, so that it is seen at a glance that a picture is there. */
function drawing(study: string): string {
  const ribs = Array.from({ length: 6 }, (_, index) => {
    const y = 150 + index * 42;
    const width = 96 + index * 9;
    const rib = (side: number): string =>
      `<path d="M200 ${y} q ${side * width} -34 ${side * (width + 22)} 46" />`;
    return rib(-1) + rib(1);
  }).join('');
  return `<svg viewBox="0 0 400 480" role="img" aria-label="占位影像">
    <rect width="400" height="480" fill="#0b1013"/>
    <g fill="none" stroke="#b9c6c9" stroke-width="7" stroke-linecap="round" opacity=".75">
      ${ribs}<path d="M200 90 V 440" stroke-width="16" opacity=".6"/>
      <path d="M92 118 q 108 -46 216 0"/>
    </g>
    <g fill="#9fb0b4" font-family="monospace" font-size="12">
      <text x="12" y="22">滨江市中心医院 PACS（模拟）</text><text x="12" y="466">${escaped(study)}</text>
      <text x="376" y="240">L</text>
    </g></svg>`;
}

function page(status: number, title: string, text: string, picture = ''): SimAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'referrer-policy': 'no-referrer',
    },
    body: `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" /><title>${title}</title>
<style>body{margin:0;background:#111a1d;color:#e8eeee;font:17px/1.5 system-ui,sans-serif;text-align:center}
main{max-width:560px;margin:0 auto;padding:16px}svg{width:100%;border-radius:12px}h1{font-size:20px}</style></head>
<body><main><h1>${title}</h1>${picture}<p>${text}</p></main></body></html>`,
  };
}

function escaped(text: string): string {
  return text.replace(/[^0-9.]/g, '');
}
