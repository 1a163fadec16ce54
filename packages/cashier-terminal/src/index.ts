export type { ClosureResult } from './back-office/close-if-unpaid.ts';
export type { PaymentListQuery, PaymentListResult } from './back-office/list-payments.ts';
export type { RefundOrder, RefundResult } from './back-office/refund.ts';
export type { ListedPayment, PaymentPage } from './platform-client/payment-list-answer.ts';
export { createMemoryJournal } from './journal/memory-journal.ts';
export {
  type JournalEntry,
  type TillJournal,
  maximumOpenEntries,
  parseJournalEntry,
} from './journal/till-journal.ts';
export { type LoopLimits, defaultLoopLimits } from './payment-loop/loop-limits.ts';
export type { PaymentResult } from './payment-loop/payment-result.ts';
export { type Wait, timerWait } from './payment-loop/wait.ts';
export { paycodeOfTexts } from './picture/paycode-of-texts.ts';
export {
  type PictureReader,
  type ReaderSource,
  createPictureReader,
  maximumPictureBytes,
  maximumPicturePixels,
} from './picture/picture-reader.ts';
export type { PaymentOutcome, PlatformProblem } from './platform-client/platform-answer.ts';
export type { Fetch } from './platform-client/platform-client.ts';
export type { TillIdentity } from './platform-client/till-identity.ts';
export { drawQrLines } from './receipt-print/qr-lines.ts';
export { type ReceiptPrintOptions, printReceipt, wordsFor } from './receipt-print/receipt-print.ts';
export { printable } from './receipt-print/text-columns.ts';
export {
  type CashierTerminal,
  type CashierTerminalOptions,
  type PaymentOrder,
  createCashierTerminal,
} from './terminal/cashier-terminal.ts';
export type { PaymentLookup } from './terminal/look-up.ts';
export { maximumScanLength, scannedLines } from './wedge/scanned-lines.ts';
export { parseServerUrl } from './platform-client/server-url.ts';
