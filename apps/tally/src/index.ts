export { runCommandLine } from './commands/run-command-line.ts';
export { tillCommands } from './till/till-commands.ts';
export { closeHttpServer } from './server/close-http-server.ts';
export { createHttpServer, type HttpServerOptions } from './server/create-http-server.ts';
export { listen } from './server/listen.ts';
export { composeSystem, type System, type SystemOptions } from './system/compose-system.ts';
