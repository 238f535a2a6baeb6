import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context, NextFunction } from '@midwayjs/koa';
import { sendFile } from './send-file';

interface App {
  prefix: string;
  root: string;
}

/** Serves the built web apps; unknown paths get the app's page, so a reload anywhere works. */
export function staticApps(repositoryRoot: string) {
  const apps: App[] = [
    { prefix: '/admin/', root: join(repositoryRoot, 'admin-web/dist') },
    { prefix: '/board/', root: join(repositoryRoot, 'admin-web/dist/board') },
    { prefix: '/kiosk/', root: join(repositoryRoot, 'admin-web/dist/kiosk') },
    { prefix: '/', root: join(repositoryRoot, 'miniprogram/dist/h5') },
  ];
  const serve = async (ctx: Context, next: NextFunction): Promise<void> => {
    // Relative addresses of a page need its folder.
    if (apps.some(({ prefix }) => prefix === `${ctx.path}/`)) return ctx.redirect(`${ctx.path}/`);
    const app = apps.find(({ prefix }) => ctx.path.startsWith(prefix))!;
    if (!existsSync(join(app.root, 'index.html'))) return next();
    await sendApp(ctx, app, ctx.path.slice(app.prefix.length));
  };
  return (ctx: Context, next: NextFunction): unknown => {
    const isPage = !ctx.path.startsWith('/api/') && (ctx.method === 'GET' || ctx.method === 'HEAD');
    return isPage ? serve(ctx, next) : next();
  };
}

async function sendApp(ctx: Context, app: App, path: string): Promise<void> {
  const isHashed = /[.-][\w-]{8,}\.(js|css|woff2?|png|svg|jpg)$/.test(path);
  try {
    await sendFile(ctx, path || 'index.html', {
      root: app.root,
      maxAge: isHashed ? 365 * 86_400_000 : 0,
      immutable: isHashed,
    });
  } catch (error) {
    const isMissing = (error as { status?: number }).status === 404;
    // A missing script must not come back as a page: the browser would try to run it.
    if (!isMissing || /\.\w{2,5}$/.test(path)) throw error;
    await sendFile(ctx, 'index.html', { root: app.root });
  }
}
