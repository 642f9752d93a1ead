import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Folder that keeps the model weights: `MODEL_CACHE_DIR`, else `debrief/models` under `XDG_CACHE_HOME`, else under
 * `~/.cache`.
 */
export function modelFolder(env: Readonly<Record<string, string | undefined>>): string {
  const chosen = env['MODEL_CACHE_DIR'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const cache = env['XDG_CACHE_HOME'];
  return join(cache === undefined || cache === '' ? join(homedir(), '.cache') : cache, 'debrief', 'models');
}
