import { createInterface } from 'node:readline';
import { endGroups } from './process-groups.ts';

// Reads "+ID" and "-ID" lines: process groups that live and no longer live. The end of the input means that the
// parent is gone, in whatever way, and what still lives must go too.
const groupIds = new Set<number>();

const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  const id = Number(line.slice(1));
  if (line.startsWith('+')) groupIds.add(id);
  else groupIds.delete(id);
});
input.on('close', () => void endGroups([...groupIds], 2000));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
