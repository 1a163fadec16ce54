import { TallyError } from '@tallystick/foundation';

/** Remembers whether the other side can be asked, so that nobody waits, and nothing is begun, while it can’t. */
export interface Circuit {
  /** @throws why the other side can’t be asked. */
  assertClosed(): void;
  succeeded(): void;
  failed(error: TallyError): void;
  stop(): void;
}

export interface CircuitOptions {
  /** Asks the other side whether it works; throws a TallyError where it does not. */
  readonly probe: () => Promise<void>;
  readonly pauseMs: number;
  /** Failures in a row that open it; one whose answer can’t change by asking again opens it at once. */
  readonly failuresToOpen: number;
  /** Told of every change: why it is open, or undefined. */
  readonly onChange: (reason: TallyError | undefined) => void;
}

/** Open at first. While it is open it probes again and again, and closes by itself. */
export function createCircuit({ probe, pauseMs, failuresToOpen, onChange }: CircuitOptions): Circuit {
  let failures = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let reason: TallyError | undefined = new TallyError('authentication_unavailable', {
    detail: 'The authentication server was not asked yet.',
    retryAfterSeconds: 1,
  });

  function open(error: TallyError): void {
    const isNews = reason?.message !== error.message;
    const wasClosed = reason === undefined;
    reason = error;
    if (isNews) onChange(error);
    if (wasClosed) probeLater();
  }
  function close(): void {
    failures = 0;
    if (reason === undefined) return;
    reason = undefined;
    onChange(undefined);
  }
  function probeLater(): void {
    if (!isStopped) timer = setTimeout(() => void probeNow(), pauseMs).unref();
  }
  async function probeNow(): Promise<void> {
    try {
      await probe();
      close();
    } catch (error) {
      open(asTallyError(error));
      probeLater();
    }
  }
  void probeNow();

  return {
    assertClosed() {
      if (reason === undefined) return;
      throw new TallyError(reason.code, { detail: reason.message, retryAfterSeconds: 1 });
    },
    succeeded() {
      if (reason === undefined) failures = 0;
    },
    failed(error) {
      failures += 1;
      if (error.code === 'authentication_version_mismatch' || failures >= failuresToOpen) open(error);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function asTallyError(error: unknown): TallyError {
  return error instanceof TallyError ? error : new TallyError('authentication_unavailable', { cause: error });
}
