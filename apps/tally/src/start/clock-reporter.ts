/** The first look at the clocks is no news when it ends well. */
export function clockReporter(log: (line: string) => void): (reason: string | undefined) => void {
  let isStopped = false;
  return (reason) => {
    if (reason !== undefined) log(`Payments have stopped: ${reason}`);
    if (reason === undefined && isStopped) log('Payments go on: the clocks agree again.');
    isStopped = reason !== undefined;
  };
}
