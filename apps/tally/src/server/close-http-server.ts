import type { FastifyInstance } from 'fastify';
import { defaultHttpLimits } from './http-limits.ts';

/** Takes no new connection, answers what is in work, and cuts off what is still open after `closeMs`. */
export async function closeHttpServer(
  server: FastifyInstance,
  closeMs: number = defaultHttpLimits.closeMs,
): Promise<void> {
  const cutOff = setTimeout(() => server.server.closeAllConnections(), closeMs);
  try {
    await server.close();
  } finally {
    clearTimeout(cutOff);
  }
}
