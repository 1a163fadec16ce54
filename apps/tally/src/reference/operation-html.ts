import { errorDefinition, isProblemCode } from '@tallystick/foundation';
import type { ApiDocument, ApiExample, ApiMedia, ApiOperation } from '../openapi/api-document.ts';
import { codesOf } from '../openapi/with-examples.ts';
import { html, type Html } from '../html/html.ts';
import { jsonBlock, shellBlock } from './json-block.ts';
import { codeOf, paragraphs } from './prose.ts';
import { fieldHtml, fieldsHtml, shapeNameOf, typeWords } from './schema-html.ts';

/** An operation with its place in the document. */
export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: ApiOperation;
}

const keyNames: Readonly<Record<string, string>> = { tillKey: 'till key', operatorKey: 'operator key' };

/** Words on the left, what to type and what comes back on the right; one below the other on a phone. */
export function operationHtml({ method, path, operation }: PlacedOperation, document: ApiDocument): Html {
  const { operationId, summary, description } = operation;
  const sample = operation['x-codeSamples']?.[0]?.source;
  return html`<article class="operation" aria-labelledby="${operationId}">
    <header>
      <h3 id="${operationId}"><a href="#${operationId}">${summary}</a></h3>
      <p class="address">
        <span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code>
      </p>
    </header>
    <div class="words">
      ${paragraphs(description)}
      <p class="key">${keyWords(operation)}</p>
      ${parametersHtml(operation)} ${bodyHtml(operation, document)} ${answersHtml(operation)}
    </div>
    <div class="samples">
      ${
        sample === undefined
          ? html``
          : html`<h4>Try it</h4>
              ${shellBlock(sample)}`
      }
      ${exampleBodiesHtml(operation, document)}
    </div>
  </article> `;
}

function keyWords({ security }: ApiOperation): Html {
  const names = (security ?? []).flatMap((scheme) => Object.keys(scheme)).map((key) => keyNames[key] ?? key);
  if (names.length === 0) return html`No key.`;
  return html`Key: <strong>${names.join(' or ')}</strong>, as <code>Authorization: Bearer …</code>`;
}

function parametersHtml({ parameters = [] }: ApiOperation): Html {
  const kinds = { path: 'In the address', query: 'In the query' };
  const lists = Object.entries(kinds).map(([kind, heading]) => {
    const ofKind = parameters.filter((parameter) => parameter.in === kind);
    if (ofKind.length === 0) return html``;
    const rows = ofKind.map(({ name, required, schema, description }) =>
      fieldHtml({ name, isRequired: required, schema, description }),
    );
    return html`<h4>${heading}</h4>
      <dl class="fields">${rows}</dl>`;
  });
  return html`${lists}`;
}

function bodyHtml({ requestBody }: ApiOperation, document: ApiDocument): Html {
  const media = Object.values(requestBody?.content ?? {})[0];
  if (requestBody === undefined || media === undefined) return html``;
  const name = shapeNameOf(media.schema);
  const schema = name === undefined ? media.schema : (document.components.schemas[name] ?? media.schema);
  const fields = fieldsHtml(schema, document.components.schemas);
  if (fields.html === '') return html``;
  return html`<h4>Body${requestBody.required ? '' : ', which may be left out'}</h4>
    ${fields}`;
}

function answersHtml({ responses }: ApiOperation): Html {
  const rows = Object.entries(responses).flatMap(([status, { description, content = {} }]) => {
    const [media] = Object.values(content);
    const codes = media === undefined ? [] : codesOf(media);
    if (codes.length > 0) return codes.map((code) => problemRow(status, code));
    const shape = media === undefined ? 'no body' : typeWords(media.schema);
    return [
      html`<div>
        <dt><b class="ok">${status}</b> ${shape}</dt>
        <dd>${paragraphs(description)}</dd>
      </div> `,
    ];
  });
  return html`<h4>Answers</h4>
    <dl class="answers">${rows}</dl>`;
}

function problemRow(status: string, code: string): Html {
  const words = isProblemCode(code) ? errorDefinition(code).operatorWords : '';
  return html`<div>
    <dt><b>${status}</b> ${codeOf(code)}</dt>
    <dd><p>${words}</p></dd>
  </div> `;
}

/** Bodies that a real server took and gave; the first of them open, the others to be opened. */
function exampleBodiesHtml(operation: ApiOperation, document: ApiDocument): Html {
  const asked = Object.values(operation.requestBody?.content ?? {}).flatMap((media) =>
    examplesOf(media, document),
  );
  const answered = Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
    Object.values(content).flatMap((media) =>
      examplesOf(media, document).map(([name, value]) => ({ status, name, value })),
    ),
  );
  const sent = asked.map(([name, value], index) => foldHtml(html`${wordsOf(name)}`, value, index === 0));
  const got = answered.map(({ status, name, value }, index) =>
    foldHtml(
      html`<b class="${status.startsWith('2') ? 'ok' : 'no'}">${status}</b> ${wordsOf(name)}`,
      value,
      index === 0,
    ),
  );
  return html`${
    sent.length === 0
      ? html``
      : html`<h4>Bodies that were sent</h4>
          ${sent}`
  }
  ${
    got.length === 0
      ? html``
      : html`<h4>Answers that came</h4>
          ${got}`
  }`;
}

function foldHtml(heading: Html, value: unknown, isOpen: boolean): Html {
  const open = isOpen ? html` open` : html``;
  return html`<details${open}><summary>${heading}</summary>${jsonBlock(value, 'Example')}</details>\n`;
}

/** Examples that many operations share stand in the components. */
function examplesOf(
  { examples = {} }: ApiMedia,
  { components }: ApiDocument,
): readonly (readonly [string, unknown])[] {
  return Object.entries(examples).flatMap(([name, example]) => {
    const found = '$ref' in example ? components.examples?.[name] : example;
    return isExample(found) ? [[name, found.value] as const] : [];
  });
}

function isExample(value: ApiExample | undefined | object): value is ApiExample {
  return value !== undefined && 'value' in value;
}

function wordsOf(name: string): Html {
  return isProblemCode(name) ? html`<code>${name}</code>` : html`${name.replaceAll('_', ' ')}`;
}
