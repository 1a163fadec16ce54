// A payer terminal, whole but for its screws: key, aliases and a clock go in, digits and a QR code come out. It needs no
// network, no file system and nothing of its engine but the language. docs/build-your-own-terminal.md walks through it.
import { equalTexts, hmacWithSha256, truncateToDigits } from '@tallystick/otp';
import {
  aliasDayOfStep,
  confirmationKeyMessage,
  makeNumericPaycode,
  makePassword,
  questionOfIntent,
  stepOfUnixMs,
  typedConfirmationMessage,
} from '@tallystick/paycode';

const intent = 0; // a small payment without a PIN, at any till
const stepsAhead = 1; // how far a second press may run before the clock
const stepsUntilClockWasSetBack = 9;
const codesKept = 16; // whose confirmation can still be checked

/**
 * One press of the button.
 *
 * @param credential { issuerPrefix, firstAliasDay, aliases, passwordKey: 32 bytes } as enrolment left it
 * @param state { highestStep, codes }, or undefined before the first press
 * @param unixMs what the clock says
 * @param store writes a state where a power cut leaves it whole; a code is shown only after it has returned
 * @returns { digits, picture, state }, or { waitSeconds } while the next code is not due
 */
export function press(credential, state, unixMs, store) {
  const step = stepToOffer(state, stepOfUnixMs(unixMs));
  const waitSeconds = Math.ceil((step - stepsAhead) * 10 - unixMs / 1000);
  if (waitSeconds > 0) return { waitSeconds };

  const alias = credential.aliases[aliasDayOfStep(step) - credential.firstAliasDay];
  if (alias === undefined) throw new RangeError('no alias for this day: the terminal needs a contact');
  const hmac = hmacWithSha256(credential.passwordKey);
  const password = makePassword({ hmac, intent, question: questionOfIntent(intent), movingFactor: step });
  const digits = makeNumericPaycode({ issuerPrefix: credential.issuerPrefix, alias, intent, password });

  const code = { step, codeEnding: digits.slice(-4), wrongEntries: 0 };
  const next = { highestStep: step, codes: [code, ...(state?.codes ?? [])].slice(0, codesKept) };
  store(next); // first: the other order could offer one step twice
  return { digits, picture: textOfModules(qrModules(digits)), state: next };
}

/** protocol.md section 7: no step twice, and a clock that was set back does not lock the terminal. */
function stepToOffer(state, present) {
  const { highestStep, codes } = state ?? { highestStep: -1, codes: [] };
  const clockWasSetBack = highestStep > present + stepsUntilClockWasSetBack;
  let step = highestStep < present || clockWasSetBack ? present : highestStep + 1;
  while (codes.some((code) => code.step === step)) step += 1;
  return step;
}

/**
 * The eight digits that the till shows, with the amount that the payer sees: protocol.md section 8.2.
 *
 * @returns { outcome: 'approved' | 'declined' | 'unknown', state }; unknown is no “failed”: nobody has proved anything
 */
export function checkConfirmation(
  confirmationKey,
  state,
  { codeEnding, typed, minorUnits, currency },
  store,
) {
  const code = state.codes.find((each) => each.codeEnding === codeEnding);
  if (code === undefined || code.wrongEntries >= 5) return { outcome: 'unknown', state };
  const message = confirmationKeyMessage({ step: code.step, intent, question: questionOfIntent(intent) });
  const hmac = hmacWithSha256(hmacWithSha256(confirmationKey)(message));
  const proves = (outcome) =>
    equalTexts(truncateToDigits(hmac(typedConfirmationMessage({ outcome, minorUnits, currency })), 8), typed);
  const outcome = ['approved', 'declined'].filter(proves)[0];
  if (outcome !== undefined) return { outcome, state };
  const counted = { ...code, wrongEntries: code.wrongEntries + 1 };
  const next = { ...state, codes: state.codes.map((each) => (each === code ? counted : each)) };
  store(next);
  return { outcome: 'unknown', state: next };
}

// The QR code: 22 digits fit version 1 (21 × 21 modules) at level Q, so everything about it is a constant
// (ISO/IEC 18004). A device with a library for it leaves out the rest of this file.

const size = 21;
const dataBytes = 13;
const checkBytes = 13;

/** Rows of modules from the top; true is dark. */
function qrModules(digits) {
  const data = dataOf(digits);
  const bits = [...data, ...checkOf(data)].map((byte) => binary(byte, 8)).join('');
  const rows = Array.from({ length: size }, () => Array(size).fill(undefined));
  drawFixedModules(rows);
  let used = 0;
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    // Pairs of columns from the right, the first upwards; the column of the timing pattern is left out.
    const upwards = (right > 6 ? right : right + 1) % 4 === 0;
    for (let line = 0; line < size; line += 1) {
      const row = upwards ? size - 1 - line : line;
      for (const column of [right, right - 1]) {
        if (rows[row][column] !== undefined) continue;
        // Mask 0 always. Choosing the best of eight is for readers long gone.
        rows[row][column] = (bits[used] === '1') !== ((row + column) % 2 === 0);
        used += 1;
      }
    }
  }
  return rows;
}

/** Numeric mode: the count, then three digits in ten bits, the last one in four, and filling. */
function dataOf(digits) {
  const groups = digits.match(/.{1,3}/g).map((group) => binary(Number(group), 3 * group.length + 1));
  const bits = `0001${binary(digits.length, 10)}${groups.join('')}0000`;
  const bytes = bits.match(/.{1,8}/g).map((byte) => parseInt(byte.padEnd(8, '0'), 2));
  return Array.from(
    { length: dataBytes },
    (_, index) => bytes[index] ?? [0xec, 0x11][(index - bytes.length) % 2],
  );
}

/** The remainder of the data by a polynomial with the roots 2⁰ … 2¹²: Reed–Solomon over GF(256). */
function checkOf(data) {
  let generator = [1];
  for (let root = 1, degree = 0; degree < checkBytes; degree += 1, root = times(root, 2)) {
    generator = [...generator, 0].map((factor, index) => factor ^ times(generator[index - 1] ?? 0, root));
  }
  const rest = [...data, ...Array(checkBytes).fill(0)];
  data.forEach((_, start) => {
    const factor = rest[start];
    generator.forEach((each, index) => (rest[start + index] ^= times(each, factor)));
  });
  return rest.slice(dataBytes);
}

function times(left, right) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ (product > 127 ? 0x11d : 0);
    if ((right >> bit) & 1) product ^= left;
  }
  return product;
}

function drawFixedModules(rows) {
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0],
  ]) {
    for (let row = -1; row <= 7; row += 1) {
      for (let column = -1; column <= 7; column += 1) {
        if (rows[top + row] === undefined || left + column < 0 || left + column >= size) continue;
        const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
        rows[top + row][left + column] = ring !== 2 && ring !== 4;
      }
    }
  }
  for (let place = 8; place < size - 8; place += 1) rows[6][place] = rows[place][6] = place % 2 === 0;
  // Level Q and mask 0, with the check bits of the standard’s table.
  const format = '011010101011111';
  for (let bit = 0; bit < 15; bit += 1) {
    const isDark = format[bit] === '1';
    rows[8][bit < 6 ? bit : bit < 7 ? 7 : size - 15 + bit] = isDark;
    rows[bit < 7 ? size - 1 - bit : bit < 9 ? 15 - bit : 14 - bit][8] = isDark;
  }
  rows[size - 8][8] = true;
}

/** Two rows of modules in a line, with the four light modules around that a reader needs. Dark ink on a light ground. */
function textOfModules(rows) {
  const isDark = (row, column) => rows[row - 4]?.[column - 4] === true;
  return Array.from({ length: Math.ceil((size + 8) / 2) }, (_, line) =>
    Array.from(
      { length: size + 8 },
      (__, column) => ' ▄▀█'[(isDark(2 * line, column) ? 2 : 0) + (isDark(2 * line + 1, column) ? 1 : 0)],
    ).join(''),
  );
}

function binary(number, length) {
  return number.toString(2).padStart(length, '0');
}
