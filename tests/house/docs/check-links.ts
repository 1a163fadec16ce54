import { posix } from 'node:path';

import type { HouseFile, Violation } from '../house-file.ts';

/** Relative links of Markdown files that lead nowhere: to no file or folder, or to no heading in it. */
export function checkLinks(
  documents: readonly HouseFile[],
  exists: (path: string) => boolean,
): readonly Violation[] {
  const headings = new Map(documents.map((file) => [file.path, headingsOf(file.text)]));
  return documents.flatMap((file) =>
    linksOf(file.text).flatMap(({ target, line }) => {
      const [path = '', heading = ''] = target.split('#');
      const absolute = path === '' ? file.path : posix.join(posix.dirname(file.path), decodeURI(path));
      if (!exists(absolute)) {
        return [{ path: file.path, line, rule: 'link', message: `${target} leads to no file` }];
      }
      const known = headings.get(absolute);
      if (heading === '' || known === undefined || known.has(heading)) return [];
      return [{ path: file.path, line, rule: 'link', message: `${target} leads to no heading` }];
    }),
  );
}

function linksOf(text: string): readonly { readonly target: string; readonly line: number }[] {
  return proseLines(text).flatMap(({ content, line }) => {
    const inline = content.replaceAll(/`[^`]*`/g, '').matchAll(/\]\(<?([^()\s>]+)>?(?: "[^"]*")?\)/g);
    const reference = /^\[[^\]]+\]:\s+(\S+)/.exec(content)?.[1];
    const targets = [
      ...Array.from(inline, ([, target = '']) => target),
      ...(reference === undefined ? [] : [reference]),
    ];
    return targets
      .filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target))
      .map((target) => ({ target, line }));
  });
}

/** The anchors that forges give to headings. */
function headingsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const { content } of proseLines(text)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(content)?.[1];
    if (heading === undefined) continue;
    const plain = heading.replaceAll(/[`*]/g, '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const anchor = plain
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    for (let copy = 0, name = anchor; ; name = `${anchor}-${++copy}`) {
      if (anchors.has(name)) continue;
      anchors.add(name);
      break;
    }
  }
  return anchors;
}

function proseLines(text: string): readonly { readonly content: string; readonly line: number }[] {
  let fence = '';
  return text.split('\n').flatMap((content, index) => {
    const marks = /^\s*(`{3,}|~{3,})/.exec(content)?.[1] ?? '';
    if (fence === '' && marks !== '') {
      fence = marks;
      return [];
    }
    if (fence !== '') {
      if (marks.startsWith(fence)) fence = '';
      return [];
    }
    return [{ content, line: index + 1 }];
  });
}
