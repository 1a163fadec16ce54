import { hash } from 'node:crypto';

/**
 * The Content-Security-Policy of a page that has one style and nothing else: the style is allowed by its hash (Content
 * Security Policy Level 3, section 8.4), and nothing is loaded or run.
 */
export function pagePolicy(style: string): string {
  const styleHash = hash('sha256', style, 'base64');
  return `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
