import { writeFileSync } from 'node:fs';
import {
  type PayerTerminal,
  type TextInk,
  groupedDigits,
  paycodePicture,
  pngPicture,
  svgPicture,
} from '@tallystick/payer-terminal';
import { countdownLine, liveScreen, secondsLeftLine } from './live-screen.ts';
import { type OfferedPaycode, nextCodeInTurn } from './next-code-in-turn.ts';
import { openTerminal } from './open-terminal.ts';
import {
  type ExitCode,
  type PayerCommand,
  argumentsWrong,
  commonHelp,
  commonOptions,
  exitCodes,
  readArguments,
} from './payer-command.ts';
import type { PayerIo } from './payer-io.ts';
import { paycodeScreen } from './paycode-screen.ts';
import { untilInterrupted } from './until-interrupted.ts';

const options = {
  ...commonOptions,
  once: { type: 'boolean' },
  digits: { type: 'boolean' },
  text: { type: 'boolean' },
  json: { type: 'boolean' },
  png: { type: 'string' },
  svg: { type: 'string' },
} as const;

type PayValues = ReturnType<typeof readArguments<typeof options>>['values'];

const pngModulePixels = 3;
const svgModulePixels = 2;
const defaultColumns = 80;

/** `tally payer pay`: shows a code that is good for one payment. Needs no network. */
export const payCommand: PayerCommand = {
  help: `tally payer pay

Shows a code that is good for one payment: as QR code and as barcode, with the seconds left. In a terminal window a new
code takes its place after 30 s, until Ctrl-C; a device without a clock shows one. Needs no network.

  --once                  show one code and end (always so when the output is not a terminal)
  --digits                show the digits too. Never read them out to anybody
  --png FILE, --svg FILE  write one code as a picture and end; the file is readable by its owner only
  --text                  draw without colours, for paper and for light windows
  --json                  print one code as JSON and end
${commonHelp}
`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, options);
    if (positionals.length > 0) throw argumentsWrong('pay takes options only.');
    const terminal = openTerminal(values, io);
    if (isLive(values, io)) {
      await untilInterrupted(io, (live) => liveScreen(terminal, live, () => screenOptions(values, io)));
      return exitCodes.done;
    }
    return payOnce(terminal, values, io);
  },
};

async function payOnce(terminal: PayerTerminal, values: PayValues, io: PayerIo): Promise<ExitCode> {
  const code = await nextCodeInTurn(terminal, io, (waitMs) => io.stderr.write(`${countdownLine(waitMs)}\n`));
  if (code === undefined) return exitCodes.failed;
  if (values.png !== undefined) writePrivately(values.png, pngOf(code));
  if (values.svg !== undefined) writePrivately(values.svg, svgOf(code));
  io.stdout.write(reportOf(code, values, io));
  return exitCodes.done;
}

function reportOf(code: OfferedPaycode, values: PayValues, io: PayerIo): string {
  const files = [values.png, values.svg].filter((path) => path !== undefined);
  if (values.json === true) {
    const secondsLeft = code.displayMs === undefined ? null : code.displayMs / 1000;
    return `${JSON.stringify({ digits: code.digits, secondsLeft, files }, null, 2)}\n`;
  }
  const left = secondsLeftLine(code.displayMs);
  if (files.length > 0) {
    const digits = values.digits === true ? `${groupedDigits(code.digits)}\n` : '';
    return `${digits}Written to ${files.join(' and ')}. ${left}\n`;
  }
  return `${paycodeScreen(code.digits, screenOptions(values, io)).join('\n')}\n${left}\n`;
}

function isLive(values: PayValues, io: PayerIo): boolean {
  const wantsOne = values.once ?? values.json ?? (values.png !== undefined || values.svg !== undefined);
  return io.stdout.isTTY === true && !wantsOne;
}

function screenOptions(values: PayValues, io: PayerIo): Parameters<typeof paycodeScreen>[1] {
  const columns = io.stdout.isTTY === true ? (io.stdout.columns ?? defaultColumns) : Infinity;
  return { ink: inkOf(values, io), columns, showDigits: values.digits === true };
}

/** https://no-color.org: any value but the empty one. */
function inkOf(values: PayValues, io: PayerIo): TextInk {
  const wantsNoColour = values.text === true || (io.env['NO_COLOR'] ?? '') !== '';
  return io.stdout.isTTY === true && !wantsNoColour ? 'ansi' : 'plain';
}

function pngOf(code: OfferedPaycode): Uint8Array {
  return pngPicture(paycodePicture(code.digits), pngModulePixels);
}

function svgOf(code: OfferedPaycode): string {
  return svgPicture(paycodePicture(code.digits), {
    title: 'Payment code',
    description: 'A QR code and a barcode that are good for one payment. Hold one of them to the scanner.',
    modulePixels: svgModulePixels,
  });
}

/** Whoever sees the picture can spend the code. */
function writePrivately(path: string, content: Uint8Array | string): void {
  try {
    writeFileSync(path, content, { mode: 0o600 });
  } catch {
    throw argumentsWrong(`The picture can’t be written to ${path}.`);
  }
}
