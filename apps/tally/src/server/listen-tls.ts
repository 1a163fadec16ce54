import type { FastifyInstance } from 'fastify';
import { listen } from './listen.ts';

/** Opens the port of a server with mutual TLS. Returns the address, such as `https://127.0.0.1:8443`. */
export async function listenTls(
  server: FastifyInstance,
  place: { readonly host: string; readonly port: number },
): Promise<string> {
  const address = await listen(server, place);
  return address.replace(/^http:/, 'https:');
}
