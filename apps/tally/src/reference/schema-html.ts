import type { JsonSchema } from '../openapi/api-document.ts';
import { html, type Html } from '../html/html.ts';
import { prose } from './prose.ts';

const referencePrefix = '#/components/schemas/';

/** The name of the shape that a schema refers to; undefined for one that is written in place. */
export function shapeNameOf({ $ref }: JsonSchema): string | undefined {
  return $ref?.startsWith(referencePrefix) === true ? $ref.slice(referencePrefix.length) : undefined;
}

export function shapeLink(name: string): Html {
  return html`<a href="#shape-${name}">${name}</a>`;
}

/** What a value is, in a few words. */
export function typeWords(schema: JsonSchema): Html {
  const name = shapeNameOf(schema);
  if (name !== undefined) return shapeLink(name);
  if (schema.anyOf !== undefined) return joined(schema.anyOf.map(typeWords), ' or ');
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum !== undefined)
    return joined(
      schema.enum.map((value) => html`<code>${String(value)}</code>`),
      ', ',
    );
  if (schema.items !== undefined) return html`list of ${typeWords(schema.items)}`;
  return html`${schema.type === undefined ? 'any' : String(schema.type)}${limitsOf(schema)}`;
}

function limitsOf({ pattern, minLength, maxLength, minimum, maximum, format }: JsonSchema): Html {
  const words = [format, range(minLength, maxLength, 'characters'), range(minimum, maximum, '')].filter(
    (word) => word !== undefined,
  );
  const shown = words.length === 0 ? html`` : html`, ${words.join(', ')}`;
  return pattern === undefined ? shown : html`${shown}, <code class="pattern">${pattern}</code>`;
}

function range(from: number | undefined, to: number | undefined, unit: string): string | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === to) return `${from} ${unit}`.trim();
  if (to === undefined) return `${from} or more ${unit}`.trim();
  return `${from ?? 0} to ${to} ${unit}`.trim();
}

function joined(pieces: readonly Html[], between: string): Html {
  return html`${pieces.map((piece, index) => (index === 0 ? piece : html`${between}${piece}`))}`;
}

export type Shapes = Readonly<Record<string, JsonSchema>>;

/**
 * The fields of an object, those of objects inside it below them. Empty for anything else.
 *
 * @param shapes what a reference is followed into; those that are not given are only led to.
 */
export function fieldsHtml(schema: JsonSchema, shapes: Shapes = {}): Html {
  const { properties, required = [] } = schema;
  if (properties === undefined || Object.keys(properties).length === 0) return html``;
  const rows = Object.entries(properties).map(([name, field]) => {
    const shape = shapes[shapeNameOf(field) ?? ''] ?? {};
    const description = field.description ?? shape.description;
    const nested = fieldsHtml(field.items ?? { ...shape, ...field }, shapes);
    return fieldHtml({ name, isRequired: required.includes(name), schema: field, description, nested });
  });
  return html`<dl class="fields">${rows}</dl>`;
}

/** One field, or one parameter of a query or an address. */
export function fieldHtml(field: {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: JsonSchema;
  readonly description?: string | undefined;
  readonly nested?: Html;
}): Html {
  const { name, isRequired, schema, nested } = field;
  const description = field.description ?? schema.description ?? '';
  return html`<div>
    <dt><code>${name}</code>${isRequired ? html`` : html` <small>optional</small>`}</dt>
    <dd>
      <span class="type">${typeWords(schema)}</span
      >${description === '' ? html`` : html`<br />${prose(description)}`}${nested}
    </dd>
  </div> `;
}
