import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TillAuthenticator } from './till-authenticator.ts';
import type { Till } from './till.ts';
import { documentKey } from '../http/document-key.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose key the request carries; null on routes that are not behind `requireTill`. */
    till: Till | null;
  }
}

/** Puts all routes of a plugin behind the key of a till. */
export type RequireTill = (app: FastifyInstance) => void;

/** The key is checked before the body is read, so that a stranger costs a hash and no more. */
export function createRequireTill(authenticator: TillAuthenticator): RequireTill {
  return (app) => {
    documentKey(app, 'tillKey');
    app.decorateRequest('till', null);
    app.addHook('onRequest', async (request) => {
      request.till = await authenticator.authenticate(request.headers.authorization);
    });
  };
}

/** The till that a request behind `requireTill` comes from. */
export function tillOf({ till }: FastifyRequest): Till {
  if (till === null) throw new Error('this route is not behind requireTill');
  return till;
}
