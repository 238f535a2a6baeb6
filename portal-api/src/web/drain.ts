import type { Server } from 'node:http';

const lookEveryMs = 50;

/**
 * Takes no new connections and lets the requests that are under way end: what they stand on (the pool,
 * the container) must outlive them.
 * @param patienceMs then whoever still waits is cut off
 */
export async function drain(server: Server, patienceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A browser keeps its connection after the last answer; it would hold the process for seconds.
  const idle = setInterval(() => server.closeIdleConnections(), lookEveryMs);
  const impatient = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(impatient);
}
