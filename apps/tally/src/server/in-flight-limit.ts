import { TallyError } from '@tallystick/foundation';
import type { FastifyInstance } from 'fastify';

/**
 * Refuses a request while too many are in work: an answer `overloaded` now is worth more to a till than one that comes
 * after it gave up. A request counts from when its key was known and its body has arrived; before that it costs a socket,
 * and those are limited and timed apart. Else a stranger who sends no bodies could keep every place.
 */
export function limitRequestsInFlight(server: FastifyInstance, maximum: number): void {
  let inFlight = 0;
  server.addHook('preValidation', (_request, reply, done) => {
    if (inFlight >= maximum) {
      done(new TallyError('overloaded', { detail: 'Too many requests are in work.', retryAfterSeconds: 1 }));
      return;
    }
    // `close` comes exactly once, also where the caller hangs up and no answer is sent. It may have come already.
    if (!reply.raw.destroyed) {
      inFlight += 1;
      reply.raw.once('close', () => {
        inFlight -= 1;
      });
    }
    done();
  });
}
