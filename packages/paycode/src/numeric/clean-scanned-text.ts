/** Symbology identifier of ISO/IEC 15424 that scanners may put in front, such as `]C0` or `]Q1`. */
const symbologyIdentifier = /^\][A-Za-z][0-9A-Za-z]/;

/** White space (line ends and tabs of scanners included) and every dash that a person or a phone keyboard may type. */
const separators = /[\s\-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g;

/** Digits as an input method for Chinese, Japanese or Korean writes them. */
const fullWidthDigits = /[\uFF10-\uFF19]/g;

/** Takes away what scanners and people add to a code. The caller bounds the length first. */
export function cleanScannedText(text: string): string {
  return text
    .trimStart()
    .replace(symbologyIdentifier, '')
    .replace(separators, '')
    .replace(fullWidthDigits, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 0x30));
}
