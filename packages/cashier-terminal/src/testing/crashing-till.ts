import { openFileJournal } from '../node/file-journal.ts';
import { createCashierTerminal } from '../terminal/cashier-terminal.ts';
import type { TillJournal } from '../journal/till-journal.ts';
import { testAmount, testPaycode } from './test-terminal.ts';

/** A till in a process of its own, for tests that kill it. It takes one payment, and is told by its environment how. */
const {
  TALLY_TEST_SERVER = '',
  TALLY_TEST_KEY = '',
  TALLY_TEST_JOURNAL = '',
  TALLY_TEST_DIE = '',
} = process.env;

const fileJournal = await openFileJournal(TALLY_TEST_JOURNAL);
const journal: TillJournal = {
  ...fileJournal,
  async put(entry) {
    await fileJournal.put(entry);
    if (TALLY_TEST_DIE === 'after_storing') process.kill(process.pid, 'SIGKILL');
  },
};
const terminal = createCashierTerminal({
  serverUrl: TALLY_TEST_SERVER,
  tillKey: TALLY_TEST_KEY,
  issuerPrefix: '83',
  journal,
  limits: { firstBackOffMs: 1, longestBackOffMs: 10 },
});
const open = await fileJournal.openEntries();
await terminal.pay({
  besidesOpen: open.map(({ paymentId }) => paymentId),
  code: testPaycode,
  amount: testAmount,
  show() {
    if (TALLY_TEST_DIE === 'before_showing') process.kill(process.pid, 'SIGKILL');
  },
});
