/** Symbology identifier of ISO/IEC 15424 that scanners may put in front, such as `]C0` or `]Q1`. */
const symbologyIdentifier = /^\][A-Za-z][0-9A-Za-z]/;

/** White space (line ends and tabs of scanners included) and every dash that a person or a phone keyboard may type. */
const separators = /[\s\-\u2010-\u2015\u2212\uFE58\uFE63]/g;

/** ASCII characters as an input method for Chinese, Japanese or Korean writes them, one cell wide. */
const fullWidthCharacters = /[\uFF01-\uFF5E]/g;
const fullWidthOffset = 0xfee0;

/** Takes away what scanners, input methods and people add to a code. The caller bounds the length first. */
export function cleanScannedText(text: string): string {
  return text
    .replace(fullWidthCharacters, (character) =>
      String.fromCharCode(character.charCodeAt(0) - fullWidthOffset),
    )
    .trimStart()
    .replace(symbologyIdentifier, '')
    .replace(separators, '');
}
