import { operationWords } from '@tallystick/foundation';
import type { FastifyPluginAsync } from 'fastify';

/** Resolves where the server can decide payments now; throws the TallyError that says why not. */
export type ReadinessCheck = () => Promise<void>;

const aliveWords = operationWords({
  operationId: 'alive',
  tags: ['Service'],
  summary: 'Say that this process answers',
  description: 'For whoever restarts processes. It says nothing about the database: see `/readyz`.',
  'x-problems': [],
});

const readyWords = operationWords({
  operationId: 'ready',
  tags: ['Service'],
  summary: 'Say whether payments can be decided now',
  description:
    'For a load balancer, which should leave out a server whose database or clock is away, or has no room for a commit, but not kill it.',
  'x-problems': ['clock_unsafe', 'database_unavailable', 'internal_error', 'overloaded'],
});

function statusSchema(status: string, description: string) {
  return {
    type: 'object',
    description,
    required: ['status'],
    additionalProperties: false,
    properties: { status: { type: 'string', const: status } },
  };
}

/**
 * `GET /healthz`: this process answers. `GET /readyz`: it can also decide payments. Two questions, because a process
 * whose database is away should be left out by a load balancer but not be killed.
 */
export function healthRoutes(checkReadiness: ReadinessCheck): FastifyPluginAsync {
  return async (server) => {
    server.get(
      '/healthz',
      { schema: { ...aliveWords, response: { 200: statusSchema('alive', 'It answers.') } } },
      () => ({ status: 'alive' }),
    );
    const check = shareRunning(checkReadiness);
    server.get(
      '/readyz',
      {
        schema: { ...readyWords, response: { 200: statusSchema('ready', 'Database and clocks are well.') } },
      },
      async () => {
        await check();
        return { status: 'ready' };
      },
    );
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
