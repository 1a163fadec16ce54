/** Bounds on what the outside can make the server hold or wait for. */
export interface HttpLimits {
  /** A payment is below 1 KiB; nothing that is sent here is larger than a top-up or a name. */
  readonly bodyBytes: number;
  readonly headerBytes: number;
  /** Open sockets; one more is closed at once. */
  readonly connections: number;
  /** Requests in work at a time; one more is answered `overloaded`. */
  readonly requestsInFlight: number;
  /** From the first byte of a request to its last. */
  readonly requestMs: number;
  readonly headersMs: number;
  /** Without a byte in either direction. */
  readonly idleSocketMs: number;
  /** Longer than the pause between two customers, so that a till keeps its connection. */
  readonly keepAliveMs: number;
  /** How long a stop waits for requests in work before it cuts them off. */
  readonly closeMs: number;
}

export const defaultHttpLimits: HttpLimits = {
  bodyBytes: 64 * 1024,
  headerBytes: 8 * 1024,
  connections: 4096,
  requestsInFlight: 2048,
  requestMs: 15_000,
  headersMs: 10_000,
  idleSocketMs: 90_000,
  keepAliveMs: 75_000,
  closeMs: 10_000,
};
