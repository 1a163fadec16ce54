#!/usr/bin/env node
import { commandTable } from './commands/command-table.ts';
import { runCommandLine } from './commands/run-command-line.ts';
import { processIo } from './output/process-io.ts';

// A file that has reached its limit is an error of one write (EFBIG); the signal that comes with it would end the process.
process.on('SIGXFSZ', () => undefined);
process.exitCode = await runCommandLine(commandTable, process.argv.slice(2), processIo);
