import { createKeyAuthenticator, type KeyAuthenticator } from '../api-keys/key-authenticator.ts';
import type { PlatformContext } from '../platform-context.ts';
import { findOperatorByKey, type KeyedOperator } from './find-operator.ts';

export type OperatorAuthenticator = KeyAuthenticator<KeyedOperator>;

/** `Authorization: Bearer operator_…` → the operator, or `operator_key_unknown`. */
export function createOperatorAuthenticator(context: PlatformContext): OperatorAuthenticator {
  return createKeyAuthenticator({
    kind: 'operator',
    errorCode: 'operator_key_unknown',
    clock: context.clock,
    findOwner: (keyHash) => findOperatorByKey(context, keyHash),
  });
}
