import type { AuthenticationService } from '@tallystick/verification-contract';

/** A place at which a payment can be held, so that a test decides what comes first. */
export interface Gate {
  /** From now on everybody who passes waits. */
  close(): void;
  open(): void;
  /** Resolves when somebody waits. */
  reached(): Promise<void>;
  pass(): Promise<void>;
}

export function createGate(): Gate {
  let opened: Promise<void> | undefined;
  let open: () => void = () => undefined;
  let isReached: () => void = () => undefined;
  let reached: Promise<void> = Promise.resolve();
  return {
    close() {
      opened = new Promise((resolve) => (open = resolve));
      reached = new Promise((resolve) => (isReached = resolve));
    },
    open() {
      opened = undefined;
      open();
    },
    reached: () => reached,
    async pass() {
      isReached();
      await opened;
    },
  };
}

/** Holds payments between their claim and their verification, or between that and their booking. */
export interface Gates {
  readonly beforeVerify: Gate;
  readonly afterVerify: Gate;
  around(service: AuthenticationService): AuthenticationService;
}

export function createGates(): Gates {
  const beforeVerify = createGate();
  const afterVerify = createGate();
  return {
    beforeVerify,
    afterVerify,
    around: (service) => ({
      ...service,
      async verify(request) {
        await beforeVerify.pass();
        const verdict = await service.verify(request);
        await afterVerify.pass();
        return verdict;
      },
    }),
  };
}
