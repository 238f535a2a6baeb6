import { createClient } from 'redis';
import { expect, it } from 'vitest';
import { startRedis } from './redis';

it('offers a real Redis of its own, and takes it away again', async ({ skip }) => {
  const redis = await startRedis();
  if (!redis) return skip('no redis-server here');
  const client = createClient({ url: redis.url });
  await client.connect();
  await client.set('key', 'value');
  expect(await client.get('key')).toBe('value');
  client.destroy();
  await redis.stop();
});
