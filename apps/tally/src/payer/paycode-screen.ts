import {
  type TextInk,
  barTextBlocks,
  code128Modules,
  groupedDigits,
  qrModules,
  squareTextBlocks,
} from '@tallystick/payer-terminal';

export interface ScreenOptions {
  readonly ink: TextInk;
  /** Columns of the text terminal; the barcode is left out where it does not fit. */
  readonly columns: number;
  readonly showDigits: boolean;
}

const barcodeHeightLines = 4;

/** Fraudsters have people read their codes out; who asks for the digits is told so. */
const digitsWarning = 'Show or type these digits at the till only. Never read them out to anybody.';

/** A paycode for a text terminal: QR code, barcode, and the digits where they were asked for. */
export function paycodeScreen(digits: string, options: ScreenOptions): readonly string[] {
  const bars = barTextBlocks(code128Modules(digits), barcodeHeightLines, 'plain');
  const fits = (bars[0]?.length ?? 0) <= options.columns;
  const barcode = fits
    ? barTextBlocks(code128Modules(digits), barcodeHeightLines, options.ink)
    : ['(The barcode needs 88 columns: widen the window, or use the QR code.)'];
  const shownDigits = options.showDigits ? [`  ${groupedDigits(digits)}`, `  ${digitsWarning}`] : [];
  return [...squareTextBlocks(qrModules(digits), options.ink), '', ...barcode, '', ...shownDigits];
}
