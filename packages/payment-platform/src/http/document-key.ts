import type { FastifyInstance } from 'fastify';

/** Says in the document of the API that the routes of a plugin need a key, in the words of its security schemes. */
export function documentKey(app: FastifyInstance, key: 'tillKey' | 'operatorKey'): void {
  app.addHook('onRoute', (route) => {
    const security = [{ [key]: [] }];
    route.schema = Object.assign({}, route.schema, { security });
  });
}
