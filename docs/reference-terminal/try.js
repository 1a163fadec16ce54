// `node docs/reference-terminal/try.js [moment]`: presses the button of the reference terminal, with a credential that is made up.
import process from 'node:process';

import { press } from './terminal.js';

const passwordKey = Uint8Array.from({ length: 32 }, (_, index) => index);
const credential = {
  issuerPrefix: '83',
  firstAliasDay: 20768,
  aliases: ['3141592653', '0718281828'],
  passwordKey,
};

let stored;
const unixMs = Date.parse(process.argv[2] ?? '2026-11-12T08:00:05Z');
const { digits, picture } = press(credential, stored, unixMs, (state) => {
  stored = state;
});
process.stdout.write(`${picture.join('\n')}\n${digits}\n${JSON.stringify(stored)}\n`);
