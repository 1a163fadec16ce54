import ts from 'typescript';

import type { HouseFile } from './house-file.ts';

export function parse(file: HouseFile): ts.SourceFile {
  return ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
}

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** Counted from 1. */
export function lineOf(node: ts.Node): number {
  const source = node.getSourceFile();
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** Comments as the compiler sees them: text that merely looks like one, in a string or a template, is not among them. */
export function commentsOf(
  source: ts.SourceFile,
): readonly { readonly text: string; readonly line: number }[] {
  const ranges = new Map<number, ts.CommentRange>();
  const collect = (node: ts.Node): void => {
    const leading = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
    const trailing = ts.isToken(node) ? (ts.getTrailingCommentRanges(source.text, node.getEnd()) ?? []) : [];
    // Text between the tags of JSX and inside a template belongs to a token and has no trivia of its own.
    if (!ts.isTemplateMiddleOrTemplateTail(node)) {
      for (const range of [...leading, ...trailing]) ranges.set(range.pos, range);
    }
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) collect(child);
  };
  collect(source);
  return [...ranges.values()].map(({ pos, end }) => ({
    text: source.text.slice(pos, end),
    line: source.getLineAndCharacterOfPosition(pos).line + 1,
  }));
}
