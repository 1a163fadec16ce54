import { formatMoney } from '@tallystick/foundation';
import { type OfferedCode, type PaymentState, paymentStateOf, receiptOf } from '@tallystick/payer-terminal';

const stateWords: Readonly<Record<PaymentState, string>> = {
  unknown: 'outcome unknown',
  approved: 'approved',
  declined: 'declined',
  refunded: 'refunded',
};

/** One line about what is known of a code’s payment. */
export function paymentWords(code: OfferedCode): string {
  const parts = [
    `code ending ${code.codeEnding}`,
    offerWords(code),
    stateWords[paymentStateOf(code)],
    ...provedWords(code),
  ];
  return withoutControls(parts.join('  '));
}

/** When a code was shown; of a device without a clock, at which press. */
function offerWords({ offeredAtMs, step }: OfferedCode): string {
  if (offeredAtMs === undefined) return `press ${step + 1}`;
  return new Date(offeredAtMs).toISOString().slice(0, 19).replace('T', ' ');
}

function provedWords(code: OfferedCode): readonly string[] {
  const receipt = receiptOf(code);
  if (receipt !== undefined) {
    const { currency, refundedMinorUnits } = receipt;
    const refunded = formatMoney({ minorUnits: BigInt(refundedMinorUnits), currency });
    return [
      formatMoney({ minorUnits: BigInt(receipt.minorUnits), currency }),
      ...(refundedMinorUnits === '0' ? [] : [`(back: ${refunded})`]),
      ...(receipt.errorCode === null ? [] : [`(${receipt.errorCode})`]),
      `${receipt.merchantName}, till ${receipt.tillNumber}`,
    ];
  }
  if (code.proved?.source !== 'typed') return [];
  const { minorUnits, currency } = code.proved;
  return [formatMoney({ minorUnits: BigInt(minorUnits), currency }), '(typed)'];
}

/** A merchant’s name comes from outside; it must not speak to the terminal window. */
function withoutControls(text: string): string {
  return text.replace(/\p{C}/gu, '�');
}
