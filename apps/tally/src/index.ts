export { runTillCommand } from './till/run-till-command.ts';
export { closeHttpServer } from './server/close-http-server.ts';
export { createHttpServer, type HttpServerOptions } from './server/create-http-server.ts';
export { listen } from './server/listen.ts';
export { composeSystem, type System, type SystemOptions } from './system/compose-system.ts';
