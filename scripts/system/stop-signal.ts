const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_POLL_MS = 500;

/**
 * Turns the first request to stop into an abort; later ones are ignored. Besides Ctrl-C, SIGTERM and a closed
 * terminal, the end of npm is one: `npm run` puts a shell in between, which does not pass its signals on.
 */
export function stopSignal(): { signal: AbortSignal; received: Promise<void> } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const name of SIGNALS) process.on(name, stop);
  if (process.env['npm_lifecycle_event'] !== undefined) whenParentChanges(stop);
  const received = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return { signal: controller.signal, received };
}

function whenParentChanges(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, PARENT_POLL_MS);
  timer.unref();
}
