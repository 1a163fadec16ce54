import { TallyError } from '@tallystick/foundation';
import { printable } from '@tallystick/cashier-terminal';
import { closePayment, listPayments, refundPayment } from './back-office.ts';
import { payEveryScan, payOnce } from './charge.ts';
import { exitCodeOf, showResult, summaryOf } from './show-result.ts';
import { parseTillArguments, tillUsage, type TillArguments } from './till-arguments.ts';
import { exitCodes, type TillIo } from './till-io.ts';
import { openReadingTerminal, openTillSession, type TillSession } from './till-session.ts';

/** `tally till …`. Resolves with the exit code; errors are one sentence on standard error. */
export async function runTillCommand(args: readonly string[], io: TillIo): Promise<number> {
  if (args.length === 0 || args.includes('--help')) {
    io.stdout.write(tillUsage);
    return args.length === 0 ? exitCodes.error : exitCodes.approved;
  }
  try {
    return await run(parseTillArguments(args), io);
  } catch (error) {
    if (!(error instanceof TallyError)) throw error;
    io.stderr.write(`tally till: ${sentenceOf(error)} (${error.code})\n`);
    return exitCodes.error;
  }
}

function run(args: TillArguments, io: TillIo): Promise<number> {
  switch (args.command) {
    case 'whoami':
      return whoAmI(args, io);
    case 'query':
      return query(args, io);
    case 'payments':
      return openReadingTerminal(args, io).then((terminal) => listPayments(args, terminal, io));
    case 'refund':
      return openReadingTerminal(args, io).then((terminal) => refundPayment(args, terminal, io));
    case 'close':
      return openReadingTerminal(args, io).then((terminal) => closePayment(args, terminal, io));
    case 'pay':
      return inSession(args, io, (session) => payOnce(args, session, io));
    case 'watch':
      return inSession(args, io, (session) => payEveryScan(args, session, io));
    case 'reverse':
      return inSession(args, io, (session) => reverse(args, session, io));
    case 'recover':
      return inSession(args, io, (session) => recover(args, session, io));
  }
}

async function whoAmI(args: TillArguments, io: TillIo): Promise<number> {
  const till = await (await openReadingTerminal(args, io)).whoAmI();
  const text = `till ${till.tillNumber}${till.tillName === null ? '' : ` (${till.tillName})`} of ${till.merchantName}`;
  io.stdout.write(`${args.json ? JSON.stringify(till) : printable(text)}\n`);
  return exitCodes.approved;
}

async function query(args: TillArguments, io: TillIo): Promise<number> {
  const terminal = await openReadingTerminal(args, io);
  const found = await terminal.query(args.paymentId ?? '');
  io.stdout.write(`${args.json ? JSON.stringify(found) : summaryOf(found)}\n`);
  return exitCodeOf(found.state);
}

async function reverse(args: TillArguments, session: TillSession, io: TillIo): Promise<number> {
  const result = await session.terminal.reverse(args.paymentId ?? '');
  await showResult(result, { args, till: session.identity, amount: null }, io);
  return exitCodeOf(result.state);
}

/** Each result is shown before the journal forgets it. */
async function recover(args: TillArguments, session: TillSession, io: TillIo): Promise<number> {
  const results = await session.terminal.finishOpenPayments((result) => {
    io.stdout.write(`${args.json ? JSON.stringify(result) : summaryOf(result)}\n`);
  });
  if (results.length === 0 && !args.json) io.stdout.write('No payment is open.\n');
  return results.some(({ state }) => state === 'unknown') ? exitCodes.unknown : exitCodes.approved;
}

async function inSession(
  args: TillArguments,
  io: TillIo,
  work: (session: TillSession) => Promise<number>,
): Promise<number> {
  const session = await openTillSession(args, io);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** What was said about this occurrence, else what the cashier should do. */
function sentenceOf(error: TallyError): string {
  const isPlain = error.message === error.definition.operatorWords;
  return printable(isPlain ? error.definition.cashierWords : error.message);
}
