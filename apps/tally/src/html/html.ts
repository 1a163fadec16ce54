/** A piece of a page. What stands in a template is taken as it is; what is put in is escaped, unless it is such a piece. */
export interface Html {
  readonly html: string;
}

export type HtmlValue = string | number | Html | readonly Html[] | undefined;

/** Pages are written with this tag, so that nobody has to remember to escape. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const texts = parts.map((part, index) => (index === 0 ? part : textOf(values[index - 1]) + part));
  return { html: texts.join('') };
}

function textOf(value: HtmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'html' in value ? value.html : value.map((piece) => piece.html).join('');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
