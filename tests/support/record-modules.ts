/**
 * Preloaded into a process under test (`--import`): appends the URL of every module that the process loads, imported or
 * required, to the file named by TALLY_TEST_MODULES, one a line.
 */
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env['TALLY_TEST_MODULES'];
if (file === undefined) throw new Error('TALLY_TEST_MODULES names the file of loaded modules');

registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(file, `${url}\n`);
    return nextLoad(url, context);
  },
});
