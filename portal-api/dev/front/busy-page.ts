import type { IncomingMessage, ServerResponse } from 'node:http';

const MESSAGE = '系统正在启动，请稍候片刻，页面会自动刷新。';

const PAGE = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="refresh" content="2" />
    <title>正在启动</title>
    <style>
      body { font: 18px/1.6 system-ui, sans-serif; margin: 20vh auto 0; max-width: 24em; padding: 0 1em; }
    </style>
  </head>
  <body><p role="status">${MESSAGE}</p></body>
</html>
`;

/** While the API starts or restarts: a page for people, the usual error shape for programs. */
export function busyPage(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return;
  const common = { 'cache-control': 'no-store', 'retry-after': '2' };
  if (request.headers.accept?.includes('text/html')) {
    response.writeHead(502, { ...common, 'content-type': 'text/html; charset=utf-8' });
    response.end(PAGE);
    return;
  }
  response.writeHead(503, { ...common, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ error: { code: 'UNAVAILABLE', message: MESSAGE } }));
}
