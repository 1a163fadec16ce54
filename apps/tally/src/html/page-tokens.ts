/** The colours that every page of this server has, light and dark by the reader’s setting. */
export const pageTokens = `
:root { color-scheme: light dark; --ink: #16181d; --paper: #fdfdfb; --line: #d5d6d2; --link: #0b57a4; --soft: #f3f3ee;
  --quiet: #5a5f69; --good: #17683a; --bad: #a3341f; --accent: #6a3d9f; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececea; --paper: #16181d; --line: #3b3f47; --link: #8fc1ff;
  --soft: #1f2229; --quiet: #a9aeb8; --good: #7fd19b; --bad: #ff9f8a; --accent: #cbaaff; } }
`;
