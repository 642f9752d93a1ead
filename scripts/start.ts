import { prefixedLog } from './system/log.ts';
import { parsePort } from './system/ports.ts';
import { readSettings } from './system/settings.ts';
import { StartError } from './system/start-error.ts';
import { startSystem } from './system/start-system.ts';
import { stopSignal } from './system/stop-signal.ts';

const log = prefixedLog((text) => process.stdout.write(text));
const stopping = stopSignal();

try {
  const { PORT = '8787', STATE_DIR = '.debrief', DEV_API_KEY } = process.env;
  const port = parsePort(PORT);
  const { AI_BASE_URL, ...vars } = readSettings(process.env);
  const system = await startSystem({
    port,
    stateDir: STATE_DIR,
    devApiKey: DEV_API_KEY,
    aiBaseUrl: AI_BASE_URL || undefined,
    vars,
    log,
    signal: stopping.signal,
  });
  if (system.apiKeyGenerated) log('start', `API key ${system.apiKey}`);
  process.stdout.write(`Debrief is ready on ${system.url}\n`);
  try {
    await Promise.race([system.exited, stopping.received]);
  } finally {
    log('start', 'stopping');
    await system.stop();
  }
} catch (error) {
  if (stopping.signal.aborted) process.exitCode = 0;
  else {
    const text =
      error instanceof StartError ? error.message : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  }
}
