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
import { argumentsWrong, type Given } from '../commands/read-arguments.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeResult } from '../output/write-result.ts';
import { assertShown } from './assert-shown.ts';
import { paycodeScreen } from './paycode-screen.ts';
import type { payOptions } from './payer-options.ts';
import { untilInterrupted } from './until-interrupted.ts';

type PayValues = Given<typeof payOptions>['values'];

const pngModulePixels = 3;
const svgModulePixels = 2;
const defaultColumns = 80;

/** `tally payer pay`: shows a code that is good for one payment. Needs no network. */
export async function runPay({ values }: Given<typeof payOptions>, io: CommandIo): Promise<number> {
  const terminal = await openTerminal(values, io);
  if (!isLive(values, io)) return payOnce(terminal, values, io);
  await untilInterrupted(io, (live) => liveScreen(terminal, live, () => screenOptions(values, io)));
  return exitCodes.done;
}

async function payOnce(terminal: PayerTerminal, values: PayValues, io: CommandIo): Promise<number> {
  const code = await nextCodeInTurn(terminal, io, (waitMs) => io.stderr.write(`${countdownLine(waitMs)}\n`));
  if (code === undefined) return exitCodes.failed;
  if (values.png !== undefined) writePrivately(values.png, pngOf(code));
  if (values.svg !== undefined) writePrivately(values.svg, svgOf(code));
  const write = (): void => void io.stdout.write(reportOf(code, values, io));
  if (values.png === undefined && values.svg === undefined) {
    write();
    await assertShown(io);
  } else await writeResult(io, { name: 'tally payer', advice: 'the code is in its file.' }, write);
  return exitCodes.done;
}

function reportOf(code: OfferedPaycode, values: PayValues, io: CommandIo): string {
  const files = [values.png, values.svg].filter((path) => path !== undefined);
  if (values.json === true) {
    const secondsLeft = code.displayMs === undefined ? null : code.displayMs / 1000;
    return `${JSON.stringify({ digits: code.digits, secondsLeft, files })}
`;
  }
  const left = secondsLeftLine(code.displayMs);
  if (files.length > 0) {
    const digits = values.digits === true ? `${groupedDigits(code.digits)}\n` : '';
    return `${digits}Written to ${files.join(' and ')}. ${left}\n`;
  }
  return `${paycodeScreen(code.digits, screenOptions(values, io)).join('\n')}\n${left}\n`;
}

function isLive(values: PayValues, io: CommandIo): boolean {
  const wantsOne = values.once ?? values.json ?? (values.png !== undefined || values.svg !== undefined);
  return io.stdout.isTTY === true && !wantsOne;
}

function screenOptions(values: PayValues, io: CommandIo): Parameters<typeof paycodeScreen>[1] {
  const columns = io.stdout.isTTY === true ? (io.stdout.columns ?? defaultColumns) : Infinity;
  return { ink: inkOf(values, io), columns, showDigits: values.digits === true };
}

/** https://no-color.org: any value but the empty one. */
function inkOf(values: PayValues, io: CommandIo): TextInk {
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
