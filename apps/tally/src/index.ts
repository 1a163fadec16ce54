export { runCommandLine } from './commands/run-command-line.ts';
export { tillCommands } from './till/till-commands.ts';
export { closeHttpServer } from './server/close-http-server.ts';
export { createHttpServer, type HttpServerOptions } from './server/create-http-server.ts';
export { issueCertificates, type IssuedCertificates } from './certificates/issue-certificates.ts';
export { listen } from './server/listen.ts';
export { listenTls } from './server/listen-tls.ts';
export {
  type AuthenticationServerSystem,
  composeAuthenticationServer,
} from './system/compose-authentication-server.ts';
export { composePlatformApart, type PlatformApart } from './system/compose-platform-apart.ts';
export { composeSystem, type System, type SystemOptions } from './system/compose-system.ts';
