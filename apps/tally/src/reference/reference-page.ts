import type { ApiDocument } from '../openapi/api-document.ts';
import { learningOrder } from '../openapi/code-samples.ts';
import { html, type Html } from '../html/html.ts';
import { errorsHtml } from './errors-html.ts';
import { groundRulesHtml, loopHtml, tryItHtml } from './introduction-html.ts';
import { operationHtml, type PlacedOperation } from './operation-html.ts';
import { anchorOf, prose } from './prose.ts';
import { referenceStyle } from './reference-style.ts';
import { shapesHtml } from './shapes-html.ts';

interface Chapter {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly PlacedOperation[];
}

/** The whole reference as one HTML page: nothing is loaded, nothing runs. */
export function referencePage(document: ApiDocument): string {
  const chapters = chaptersOf(document);
  const style: Html = { html: `<style>${referenceStyle}</style>` };
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Tallystick: what a till asks</title>
        <meta name="color-scheme" content="light dark" />
        ${style}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <a href="/">Tallystick</a> <span>API reference ${document.info.version}</span>
        </header>
        <div class="page">
          ${navigationHtml(chapters)}
          <main id="content">
            <h1>What a till asks, and what comes back</h1>
            <p class="lede">
              The HTTP interface of Tallystick, for whoever writes a till or runs the system. One page, to be
              read from the top once, and to be looked things up in ever after.
            </p>
            ${section('The loop', loopHtml())} ${section('Ground rules', groundRulesHtml())}
            ${section('Set up to try', tryItHtml())}
            ${chapters.map((chapter) => chapterHtml(chapter, document))} ${section('Errors', errorsHtml())}
            ${section('Shapes', shapesHtml(document))}
          </main>
        </div>
      </body>
    </html> `;
  return page.html;
}

function chaptersOf(document: ApiDocument): readonly Chapter[] {
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): PlacedOperation => ({ method, path, operation })),
  );
  const place = ({ operation }: PlacedOperation): number => {
    const index = learningOrder.indexOf(operation.operationId);
    return index === -1 ? learningOrder.length : index;
  };
  const inOrder = all.toSorted((one, other) => place(one) - place(other));
  return document.tags.map(({ name, description }) => ({
    name,
    description,
    operations: inOrder.filter(({ operation }) => operation.tags.includes(name)),
  }));
}

function section(heading: string, content: Html): Html {
  const anchor = anchorOf(heading);
  return html`<section aria-labelledby="${anchor}">
    <h2 id="${anchor}"><a href="#${anchor}">${heading}</a></h2>
    ${content}
  </section> `;
}

function chapterHtml({ name, description, operations }: Chapter, document: ApiDocument): Html {
  return section(
    name,
    html`<p>${prose(description)}</p>
      ${operations.map((operation) => operationHtml(operation, document))}`,
  );
}

/** The same list twice: beside the page where there is room, and folded above it on a phone. */
function navigationHtml(chapters: readonly Chapter[]): Html {
  const list = html`<ul>
    ${['The loop', 'Ground rules', 'Set up to try'].map((heading) => html`<li><a href="#${anchorOf(heading)}">${heading}</a></li> `)}
    ${chapters.map(chapterLinks)}
    ${['Errors', 'Shapes'].map((heading) => html`<li><a href="#${anchorOf(heading)}">${heading}</a></li> `)}
  </ul>`;
  return html`<nav aria-label="Contents" class="beside">${list}</nav>
    <details class="above">
      <summary>Contents</summary>
      <nav aria-label="Contents, folded">${list}</nav>
    </details> `;
}

function chapterLinks({ name, operations }: Chapter): Html {
  const links = operations.map(
    ({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li> `,
  );
  return html`<li>
    <a href="#${anchorOf(name)}">${name}</a>
    <ul>
      ${links}
    </ul>
  </li> `;
}
