#!/usr/bin/env node
import { commandTable } from './commands/command-table.ts';
import { runCommandLine } from './commands/run-command-line.ts';
import { processIo } from './output/command-io.ts';
import { tolerateClosedOutput } from './output/tolerate-closed-output.ts';

tolerateClosedOutput();
process.exitCode = await runCommandLine(commandTable, process.argv.slice(2), processIo);
