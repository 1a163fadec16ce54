import { isErrorCode } from '@tallystick/foundation';
import { html, type Html } from '../html/html.ts';

/** A sentence of the document: what stands between backticks is code, and the code of an error leads to its words. */
export function prose(text: string): Html {
  const pieces = text.split('`').map((piece, index) => (index % 2 === 0 ? html`${piece}` : codeOf(piece)));
  return html`${pieces}`;
}

export function codeOf(text: string): Html {
  return isErrorCode(text)
    ? html`<a href="#error-${text}"><code>${text}</code></a>`
    : html`<code>${text}</code>`;
}

/** Paragraphs of the document are separated by an empty line. */
export function paragraphs(text: string): readonly Html[] {
  return text.split('\n\n').map((paragraph) => html`<p>${prose(paragraph)}</p>`);
}

/** `until it is certain` → `until-it-is-certain`, for the address of a heading. */
export function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
