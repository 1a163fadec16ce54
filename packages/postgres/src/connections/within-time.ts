/** Waits for something to end, but not for ever: a server that hangs must not keep us from closing. */
export async function withinTime(ending: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  try {
    await Promise.race([ending, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
