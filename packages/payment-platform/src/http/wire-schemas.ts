import { amountPattern } from '@tallystick/foundation';
import { Type, type TSchema } from 'typebox';

/** Schemas that several routes share. Unknown fields are refused everywhere. */

const uuidPattern = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

export const idSchema = Type.String({ pattern: uuidPattern, description: 'A UUID in lower case' });

/** Something to read on a till or a receipt: no control characters, not only spaces. */
export const nameSchema = Type.String({ pattern: '^(?=.*\\S)[^\\p{Cc}]+$', minLength: 1, maxLength: 100 });

export const currencySchema = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' });

/** An amount to be moved: 1 to 999999999999 minor units. */
export const amountSchema = closed({
  minorUnits: Type.String({ pattern: amountPattern, description: 'A whole number of minor units' }),
  currency: currencySchema,
});

/** A balance, which may be zero. */
export const balanceSchema = closed({ minorUnits: Type.String(), currency: Type.String() });

/** Seven digits, 0000001 to 8999999. */
export const tillNumberSchema = Type.String({ pattern: '^(?!0{7})[0-8][0-9]{6}$' });

/** RFC 3339 in UTC, to the millisecond. */
export const timeSchema = Type.String();

/** `?after=` of a list: the `next` of the page before. */
export const pageQuerySchema = Type.Object(
  { after: Type.Optional(idSchema) },
  { additionalProperties: false },
);

export function closed<Properties extends Record<string, TSchema>>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false });
}

export function pageSchema<Item extends TSchema>(item: Item) {
  return closed({ items: Type.Array(item), next: Type.Union([idSchema, Type.Null()]) });
}
