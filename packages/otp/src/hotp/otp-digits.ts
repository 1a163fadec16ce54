/** How many digits RFC 4226 section 5.3 and its appendix E.1 allow. Nine digits of its 31 bits would be unevenly spread. */
export type OtpDigits = 6 | 7 | 8;

/** Throws RangeError on another number: callers in JavaScript have no compiler. */
export function checkOtpDigits(digits: number): void {
  if (digits !== 6 && digits !== 7 && digits !== 8) throw new RangeError('digits are 6, 7 or 8');
}
