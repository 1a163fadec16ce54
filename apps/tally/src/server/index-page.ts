import { escapeHtml } from '../html/html.ts';
import { pageTokens } from '../html/page-tokens.ts';

/** What the page at `/` says. All of it is text; the page escapes it. */
export interface IndexPageContent {
  readonly title: string;
  readonly introduction: string;
  readonly sections: readonly IndexPageSection[];
}

export interface IndexPageSection {
  readonly heading: string;
  readonly rows: readonly IndexPageRow[];
}

export interface IndexPageRow {
  readonly label: string;
  readonly text: string;
  /** Where the text leads to; left out where it leads nowhere. */
  readonly href?: string;
}

/** Light and dark by the reader’s setting, one column on a phone, no script, no font, nothing from elsewhere. */
export const indexPageStyle = `${pageTokens}body { margin: 0 auto; max-width: 44rem; padding: 1.5rem 1.25rem 3rem; font: 1.05rem/1.55 system-ui, sans-serif;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.25rem; }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: minmax(8rem, 1fr) 2fr; gap: 0 1rem; padding: 0.55rem 0;
  border-bottom: 1px solid var(--line); }
dt { font-weight: 600; }
dd { margin: 0; }
a { color: var(--link); }
@media (max-width: 32rem) { dl > div { grid-template-columns: 1fr; } }
`;

/** The whole HTML page. */
export function indexPage({ title, introduction, sections }: IndexPageContent): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${indexPageStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(introduction)}</p>
${sections.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`;
}

function sectionHtml({ heading, rows }: IndexPageSection): string {
  return `<section>\n<h2>${escapeHtml(heading)}</h2>\n<dl>\n${rows.map(rowHtml).join('\n')}\n</dl>\n</section>`;
}

function rowHtml({ label, text, href }: IndexPageRow): string {
  const value =
    href === undefined ? escapeHtml(text) : `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;
  return `<div><dt>${escapeHtml(label)}</dt><dd>${value}</dd></div>`;
}
