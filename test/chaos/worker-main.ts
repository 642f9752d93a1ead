import path from 'node:path';
import { z } from 'zod';
import { prepareDatabases } from '../../scripts/databases/local.ts';
import { openWorker } from '../../scripts/worker/open-worker.ts';

// The Worker behind failing services, a process that its parent kills with everything in it.
const Task = z.object({
  bundle: z.string(),
  stateDir: z.string(),
  port: z.int(),
  keySql: z.string(),
  vars: z.record(z.string(), z.string()),
});

const { bundle, stateDir, port, keySql, vars } = Task.parse(
  JSON.parse(process.env['CHAOS_WORKER'] ?? 'null'),
);
await prepareDatabases(stateDir, keySql);
await openWorker({
  bundle,
  stateDir,
  vars,
  sockets: [{ host: '127.0.0.1', port }],
  entry: path.join(import.meta.dirname, 'entry.mjs'),
  log: (level, text) => {
    if (level === 'error') process.stderr.write(`${text}\n`);
  },
});
