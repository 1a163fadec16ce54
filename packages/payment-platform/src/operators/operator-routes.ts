import type { FastifyPluginAsync } from 'fastify';
import type { TillKeyContext } from '../tills/till-key-context.ts';
import type { TopUpContext } from '../top-ups/top-up.ts';
import type { OperatorAuthenticator } from './operator-authenticator.ts';
import { accountRoutes } from '../accounts/account-routes.ts';
import { credentialRoutes, type CredentialRoutesContext } from '../credentials/credential-routes.ts';
import { ledgerRoutes } from '../ledger/ledger-routes.ts';
import { merchantListRoutes } from '../lists/list-routes.ts';
import { merchantRoutes } from '../merchants/merchant-routes.ts';
import { operatorKeyRoutes } from './operator-key-routes.ts';
import type { RequireOperator } from './require-operator.ts';
import { tillRoutes } from '../tills/till-routes.ts';
import { topUpRoutes } from '../top-ups/top-up-routes.ts';

export interface OperatorRoutesContext extends TopUpContext, TillKeyContext, CredentialRoutesContext {
  readonly operatorAuthenticator: OperatorAuthenticator;
  readonly requireOperator: RequireOperator;
}

/** Everything that an operator does over HTTP, behind its key. */
export function operatorRoutes(context: OperatorRoutesContext): FastifyPluginAsync {
  return async (app) => {
    context.requireOperator(app);
    app.register(operatorKeyRoutes(context));
    app.register(merchantRoutes(context));
    app.register(tillRoutes(context));
    app.register(accountRoutes(context));
    app.register(credentialRoutes(context));
    app.register(topUpRoutes(context));
    app.register(ledgerRoutes(context));
    app.register(merchantListRoutes(context));
  };
}
