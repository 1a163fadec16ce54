const pauseMs = 10_000;
const mostSentences = 64;

/** Tells the same sentence once in ten seconds at most, so that a stranger who knocks does not fill the log. */
export function rarely(log: (line: string) => void): (sentence: string) => void {
  const told = new Set<string>();
  return (sentence) => {
    if (told.has(sentence) || told.size >= mostSentences) return;
    told.add(sentence);
    setTimeout(() => told.delete(sentence), pauseMs).unref();
    log(sentence);
  };
}
