import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from './html.ts';

test('what is put into a template is escaped, in text and in attributes', () => {
  const hostile = `"><script>alert('1')</script>&`;
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;';
  assert.equal(html`<p title="${hostile}">${hostile}</p>`.html, `<p title="${escaped}">${escaped}</p>`);
});

test('pieces of a page stay what they are, one or many, and nothing is nothing', () => {
  const items = ['a', '<'].map((text) => html`<i>${text}</i>`);
  assert.equal(html`<b>${items}</b>${undefined}${7}`.html, '<b><i>a</i><i>&lt;</i></b>7');
});
