import { types, type CustomTypesConfig } from 'pg';

type Parser = (text: string) => unknown;

const int8Oid = 20;
const int8ArrayOid = 1016;

/**
 * The driver’s own parsers, but bigint columns arrive as `bigint`: the driver’s strings can be added up by mistake, and
 * numbers lose digits above 2^53. Kept with our connections, so that another user of the driver sees no change.
 */
export const typeParsers: CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format === 'binary') return types.getTypeParser(oid, format) as Parser;
    if (oid === int8Oid) return BigInt;
    if (oid === int8ArrayOid) return parseBigintArray;
    return types.getTypeParser(oid, 'text') as Parser;
  },
};

/** An array of one dimension, such as `{1,NULL,-3}`; numbers are never quoted in it. */
function parseBigintArray(text: string): (bigint | null)[] {
  if (text === '{}') return [];
  const elements = text.slice(1, -1).split(',');
  return elements.map((element) => (element === 'NULL' ? null : BigInt(element)));
}
