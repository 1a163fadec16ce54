import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { KeyedOperator } from './find-operator.ts';
import type { OperatorAuthenticator } from './operator-authenticator.ts';
import { documentKey } from '../http/document-key.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose key the request carries; null on routes that are not behind `requireOperator`. */
    operator: KeyedOperator | null;
  }
}

/** Puts all routes of a plugin behind a key of the operator. */
export type RequireOperator = (app: FastifyInstance) => void;

/** The key is checked before the body is read, so that a stranger costs a hash and no more. */
export function createRequireOperator(authenticator: OperatorAuthenticator): RequireOperator {
  return (app) => {
    documentKey(app, 'operatorKey');
    app.decorateRequest('operator', null);
    app.addHook('onRequest', async (request) => {
      request.operator = await authenticator.authenticate(request.headers.authorization);
    });
  };
}

/** The operator that a request behind `requireOperator` comes from. */
export function operatorOf({ operator }: FastifyRequest): KeyedOperator {
  if (operator === null) throw new Error('this route is not behind requireOperator');
  return operator;
}
