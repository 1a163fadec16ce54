import { html, type Html } from '../html/html.ts';

/** Names, texts and the other values of printed JSON; what is between them is punctuation. */
const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?/g;
/** As wide as the column that examples stand in. */
const longestLine = 55;

/** A value as JSON to be read, with its kinds told apart by colour and by nothing else. */
export function jsonBlock(value: unknown, label: string): Html {
  return html`<pre
    tabindex="0"
    role="group"
    aria-label="${label}"
  ><code>${coloured(print(value, '', 0))}</code></pre>`;
}

/** A command to be copied. */
export function shellBlock(source: string): Html {
  const lines = source
    .split('\n')
    .map((line) => (line.startsWith('#') ? html`<i>${line}</i>${'\n'}` : html`${line}${'\n'}`));
  return html`<pre class="shell"><code>${lines}</code></pre>`;
}

/** Small objects stay on one line, so that an answer fits on a screen. */
function print(value: unknown, indent: string, nameLength: number): string {
  const line = JSON.stringify(value) ?? 'null';
  if (typeof value !== 'object' || value === null) return line;
  const entries = Object.entries(value);
  const isFlat = entries.every(([, inner]) => typeof inner !== 'object' || inner === null);
  if (entries.length === 0) return line;
  const oneLine = spaced(value);
  const fits = indent.length + nameLength + oneLine.length <= longestLine;
  if (isFlat && fits && indent !== '') return oneLine;
  const deeper = `${indent}  `;
  const lines = entries.map(([name, inner]) => {
    const label = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `;
    return `${deeper}${label}${print(inner, deeper, label.length)}`;
  });
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function spaced(value: object): string {
  const inner = Object.entries(value).map(([name, each]) => {
    const text = JSON.stringify(each);
    return Array.isArray(value) ? text : `${JSON.stringify(name)}: ${text}`;
  });
  return Array.isArray(value) ? `[${inner.join(', ')}]` : `{ ${inner.join(', ')} }`;
}

function coloured(text: string): readonly Html[] {
  const pieces: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(tokens)) {
    const [token, quoted, colon] = match;
    pieces.push(html`${text.slice(end, match.index)}`);
    end = match.index + token.length;
    if (quoted === undefined) pieces.push(html`<b>${token}</b>`);
    else if (colon === undefined) pieces.push(html`<q>${token}</q>`);
    else pieces.push(html`<var>${quoted}</var>${colon}`);
  }
  return [...pieces, html`${text.slice(end)}`];
}
