import type { FastifyPluginAsync } from 'fastify';

/** Resolves where the server can decide payments now; throws the TallyError that says why not. */
export type ReadinessCheck = () => Promise<void>;

/**
 * `GET /healthz`: this process answers. `GET /readyz`: it can also decide payments. Two questions, because a process
 * whose database is away should be left out by a load balancer but not be killed.
 */
export function healthRoutes(checkReadiness: ReadinessCheck): FastifyPluginAsync {
  return async (server) => {
    server.get('/healthz', () => ({ status: 'alive' }));
    server.get('/readyz', async () => {
      await checkReadiness();
      return { status: 'ready' };
    });
  };
}
