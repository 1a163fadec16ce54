/**
 * Whoever reads the output may stop reading: `tally demo | head`, a log collector that restarts. The work goes on to its
 * end, so that what was begun is finished and what was made is removed; only its words are lost.
 */
export function tolerateClosedOutput(): void {
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
