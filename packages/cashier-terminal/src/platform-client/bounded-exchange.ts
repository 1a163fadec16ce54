/** An answer’s text and the two headers that the till reads. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | null;
  readonly body: string;
}

export interface ExchangeLimits {
  readonly timeoutMs: number;
  readonly maximumBodyBytes: number;
}

/**
 * One HTTP exchange that ends, whatever the other side does: undefined where the answer did not arrive whole within the
 * time and the size, or where `signal` ended it.
 */
export async function boundedExchange(
  send: (signal: AbortSignal) => Promise<Response>,
  limits: ExchangeLimits,
  signal?: AbortSignal,
): Promise<ExchangeAnswer | undefined> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const timer = setTimeout(stop, limits.timeoutMs);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  try {
    // A `fetch` that was handed in may not heed the signal; the race ends the exchange all the same.
    return await Promise.race([exchange(send, limits, controller.signal), untilAborted(controller.signal)]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

async function exchange(
  send: (signal: AbortSignal) => Promise<Response>,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<ExchangeAnswer | undefined> {
  if (signal.aborted) return undefined;
  const response = await send(signal);
  const body = await readBoundedText(response, limits.maximumBodyBytes);
  if (body === undefined) return undefined;
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    retryAfter: response.headers.get('retry-after'),
    body,
  };
}

/** Reads UTF-8 text up to a limit; undefined where there is more, or where it is not UTF-8. */
async function readBoundedText(response: Response, maximumBytes: number): Promise<string | undefined> {
  if (response.body === null) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = response.body.getReader();
  let text = '';
  let bytes = 0;
  for (;;) {
    const chunk = await reader.read();
    if (chunk.done) return text + decoder.decode();
    bytes += chunk.value.byteLength;
    if (bytes > maximumBytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
