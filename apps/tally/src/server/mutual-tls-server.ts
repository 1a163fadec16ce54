import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { certificateReason, type TlsIdentity } from '@tallystick/verification-contract';
import type { HttpLimits } from './http-limits.ts';

export interface MutualTlsOptions {
  readonly identity: TlsIdentity;
  /** Told in one sentence of each connection that was refused for its certificate. */
  readonly onRefused: (sentence: string) => void;
  /** Told of the server, so that its certificate can be replaced while it runs. */
  readonly onServer?: (server: Server) => void;
}

/** Then the other side connects anew, and shows a certificate that has not ended meanwhile. */
const requestsPerConnection = 1_000;

/**
 * An HTTPS server that lets in only who shows a certificate of our authority that is made for a client (RFC 8446 section
 * 4.4.2): whoever has none is cut off before a byte of HTTP is read.
 */
export function createMutualTlsServer(
  handler: RequestListener,
  limits: HttpLimits,
  { identity, onRefused, onServer }: MutualTlsOptions,
): Server {
  const server = createServer(
    {
      ...secureContextOf(identity),
      minVersion: 'TLSv1.3',
      requestCert: true,
      rejectUnauthorized: true,
      handshakeTimeout: limits.headersMs,
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.ceil(limits.headersMs / 2),
    },
    handler,
  );
  server.setTimeout(limits.idleSocketMs);
  server.maxRequestsPerSocket = requestsPerConnection;
  server.on('tlsClientError', (error: Error, socket: TLSSocket) => {
    const reason = certificateReason(socket.authorizationError) ?? alertReason(error);
    if (reason !== undefined) onRefused(`A connection of a platform was refused: ${reason}.`);
  });
  onServer?.(server);
  return server;
}

/** New connections use the new certificate; those that are open go on. */
export function replaceIdentity(server: Server, identity: TlsIdentity): void {
  server.setSecureContext(secureContextOf(identity));
}

function secureContextOf({ authority, certificate, key }: TlsIdentity) {
  return { ca: authority, cert: certificate, key };
}

/** What OpenSSL says where no certificate came, and where the other side has refused ours (RFC 8446 section 6.2). */
function alertReason(error: Error): string | undefined {
  const code = 'code' in error ? String(error.code) : '';
  if (/PEER_DID_NOT_RETURN/.test(code)) return 'it shows no certificate';
  return /ALERT/.test(code) ? 'it does not believe our certificate' : undefined;
}
