import type { TlsIdentity } from '@tallystick/verification-contract';
import {
  closeHttpServer,
  createHttpServer,
  listenTls,
  type AuthenticationServerSystem,
} from '@tallystick/tally';

/** An authentication server that listens on this machine, for who has the right certificate. */
export interface AuthenticationEndpoint {
  readonly url: URL;
  /** What its operator was told of refused connections. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

export async function openAuthenticationEndpoint(
  system: Pick<AuthenticationServerSystem, 'routes' | 'checkReadiness'>,
  identity: TlsIdentity,
  port = 0,
): Promise<AuthenticationEndpoint> {
  const refused: string[] = [];
  const server = createHttpServer({
    routes: system.routes,
    checkReadiness: system.checkReadiness,
    indexPage: () => ({ title: 'Test', introduction: '', sections: [] }),
    logLevel: 'silent',
    limits: { bodyBytes: 256 * 1024, closeMs: 500 },
    mutualTls: { identity, onRefused: (sentence) => refused.push(sentence) },
  });
  const url = new URL(await listenTls(server, { host: '127.0.0.1', port }));
  return { url, refused, close: () => closeHttpServer(server, 500) };
}
