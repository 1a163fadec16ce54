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
    const check = shareRunning(checkReadiness);
    server.get('/readyz', async () => {
      await check();
      return { status: 'ready' };
    });
  };
}

/** Those who ask while a check runs get its answer: nobody needs a key for this, so it must not cost a query each. */
function shareRunning(check: ReadinessCheck): ReadinessCheck {
  let running: Promise<void> | undefined;
  return () => {
    running ??= check().finally(() => {
      running = undefined;
    });
    return running;
  };
}
