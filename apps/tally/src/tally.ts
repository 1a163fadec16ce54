#!/usr/bin/env node
import { processIo } from './output/command-io.ts';
import { runCommand } from './output/run-command.ts';
import { tolerateClosedOutput } from './output/tolerate-closed-output.ts';
import { tallyCommand } from './tally-command.ts';

tolerateClosedOutput();
process.exitCode = await runCommand(tallyCommand, process.argv.slice(2), processIo);
