import type {
  AuthenticationService,
  AuthenticationServer,
  ConfirmationKeyReader,
} from '@tallystick/verification-contract';

type Asked = Pick<AuthenticationService, 'assertAvailable' | 'verify' | 'confirmationKeyOfClaim'>;

/** Thrown by a transaction that needs a key, so that nothing of it stays. */
const keyNeeded = new Error('The confirmation key has to be asked for.');

/**
 * The authentication server as the platform reaches it where each has a database of its own.
 *
 * A confirmation key is asked for between transactions and never within one, whose locks would wait for another machine: the
 * first run finds out whether it needs the key at all, and is rolled back where it does.
 */
export function authenticationServerApart(service: Asked): AuthenticationServer {
  return {
    codes: {
      kind: 'apart',
      assertAvailable: () => service.assertAvailable(),
      verify: (request) => service.verify(request),
    },
    async withConfirmationKey({ merchantId, paymentId }, work) {
      try {
        return await work(refuseToRead);
      } catch (error) {
        if (error !== keyNeeded) throw error;
      }
      const key = await service.confirmationKeyOfClaim({ merchantId, paymentId });
      return work(() => Promise.resolve(key));
    },
  };
}

const refuseToRead: ConfirmationKeyReader = () => Promise.reject(keyNeeded);
