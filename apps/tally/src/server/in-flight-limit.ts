import { TallyError } from '@tallystick/foundation';
import type { FastifyInstance } from 'fastify';

/**
 * Refuses a request at the door, before its key is looked up or its body is read, while too many are in work: an answer
 * `overloaded` now is worth more to a till than one that comes after it gave up.
 */
export function limitRequestsInFlight(server: FastifyInstance, maximum: number): void {
  let inFlight = 0;
  server.addHook('onRequest', (_request, reply, done) => {
    if (inFlight >= maximum) {
      done(new TallyError('overloaded', { detail: 'Too many requests are in work.', retryAfterSeconds: 1 }));
      return;
    }
    inFlight += 1;
    // `close` comes exactly once, also where the caller hung up and no answer was sent.
    reply.raw.once('close', () => {
      inFlight -= 1;
    });
    done();
  });
}
