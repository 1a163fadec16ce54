import type { PlatformContext } from '../platform-context.ts';
import type { TillAuthenticator } from './till-authenticator.ts';

/** Changing a till’s key needs the authenticator, so that the old key stops working here at once. */
export interface TillKeyContext extends PlatformContext {
  readonly tillAuthenticator: TillAuthenticator;
}
