import { TallyError } from '@tallystick/foundation';
import type { FastifyInstance } from 'fastify';

/**
 * Opens the port.
 *
 * @returns the address, such as `http://127.0.0.1:8080`.
 * @throws TallyError `port_taken`, also where this user may not open it.
 */
export async function listen(
  server: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    throw listenError(error, { host, port });
  }
}

/** What kept the port from being opened, in a sentence; an error that is nothing of the kind as it is. */
export function listenError(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    const detail = `Port ${port} on ${host} is taken by another program. Stop it, or set TALLY_PORT to another port.`;
    return new TallyError('port_taken', { detail, cause: error });
  }
  if (code === 'EACCES') {
    const detail = `This user may not open port ${port} on ${host}. Set TALLY_PORT to one above 1023.`;
    return new TallyError('port_taken', { detail, cause: error });
  }
  return error;
}
