import { z } from 'zod';
import { startFront } from './front';
import { realSystems } from './real-systems';

const Environment = z.object({
  FRONT_PORT: z.coerce.number().int().min(1).max(65_535),
  FRONT_API_URLS: z.string().transform((list) => list.split(',')),
  FRONT_SIM_URL: z.url(),
  FRONT_ADMIN_URL: z.url().optional(),
  FRONT_PORTAL_URL: z.url().optional(),
});

async function main(): Promise<void> {
  const real = realSystems(process.env);
  if (real.length > 0) {
    throw new Error(`${real.join(', ')} point at real systems: the local mode refuses to run.`);
  }
  const env = Environment.parse(process.env);
  const server = await startFront({
    port: env.FRONT_PORT,
    apis: env.FRONT_API_URLS,
    simulators: env.FRONT_SIM_URL,
    ...(env.FRONT_ADMIN_URL ? { adminServer: env.FRONT_ADMIN_URL } : {}),
    ...(env.FRONT_PORTAL_URL ? { portalServer: env.FRONT_PORTAL_URL } : {}),
  });
  const stop = (): void => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
