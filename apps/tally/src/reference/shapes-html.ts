import type { ApiDocument, JsonSchema } from '../openapi/api-document.ts';
import { html, type Html } from '../html/html.ts';
import { prose } from './prose.ts';
import { fieldsHtml, typeWords } from './schema-html.ts';

/** Every named shape, once. */
export function shapesHtml({ components }: ApiDocument): Html {
  return html`${Object.entries(components.schemas).map(([name, schema]) => shapeHtml(name, schema))}`;
}

function shapeHtml(name: string, schema: JsonSchema): Html {
  const { description = '' } = schema;
  const fields = fieldsHtml(schema);
  const body = fields.html === '' ? html`<p>${typeWords(schema)}</p>` : fields;
  return html`<section class="shape" aria-labelledby="shape-${name}">
    <h3 id="shape-${name}"><a href="#shape-${name}">${name}</a></h3>
    ${description === '' ? html`` : html`<p>${prose(description)}</p>`} ${body}
  </section> `;
}
