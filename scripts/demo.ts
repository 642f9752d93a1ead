import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseDemoArguments } from './demo/arguments.ts';
import { DebriefClient } from './demo/client.ts';
import { DemoError } from './demo/demo-error.ts';
import { followAnalysis } from './demo/progress.ts';
import { renderReport } from './demo/render-report.ts';
import { prepareSubmission, type Submission } from './demo/submission.ts';
import { terminalPage } from './demo/terminal.ts';
import { findFreePort } from './system/ports.ts';
import { StartError } from './system/start-error.ts';
import { type RunningSystem, startSystem } from './system/start-system.ts';
import { stopSignal } from './system/stop-signal.ts';

const stopping = stopSignal();

try {
  const { recording, json } = parseDemoArguments(process.argv.slice(2));
  const submission = await prepareSubmission(recording);
  await inStateDir(async (stateDir) => {
    const system = await start(stateDir);
    try {
      const stopped = stopping.received.then(() => Promise.reject(new DemoError('Stopped.')));
      await Promise.race([showReport(system, submission, json), system.exited, stopped]);
    } finally {
      await system.stop();
    }
  });
} catch (error) {
  const expected = error instanceof StartError || error instanceof DemoError || stopping.signal.aborted;
  process.stderr.write(`${error instanceof Error && !expected ? error.stack : messageOf(error)}\n`);
  process.exitCode = 1;
}

async function start(stateDir: string): Promise<RunningSystem> {
  process.stderr.write('Starting the local system …\n');
  let starting = true;
  const system = await startSystem({
    port: await findFreePort(),
    stateDir,
    log: (source, line) => {
      const isShown = source === 'ai' ? starting : isUnexpected(line);
      if (isShown) process.stderr.write(`${line}\n`);
    },
    signal: stopping.signal,
  });
  starting = false;
  return system;
}

async function showReport(system: RunningSystem, submission: Submission, json: boolean): Promise<void> {
  const client = new DebriefClient(system.url, system.apiKey);
  const id = await client.submit(submission);
  process.stderr.write(`Analysing ${submission.label}\n`);
  await followAnalysis(client, id, process.stderr);
  const document = await client.report(id);
  const text = json
    ? JSON.stringify(document, null, 2)
    : renderReport(document, submission.label, terminalPage(process.stdout)).join('\n');
  process.stdout.write(`${text}\n`);
}

/** Runs `work` with STATE_DIR, or with a temporary folder that is gone afterwards. */
async function inStateDir(work: (stateDir: string) => Promise<void>): Promise<void> {
  const { STATE_DIR } = process.env;
  if (STATE_DIR !== undefined) return work(STATE_DIR);
  const folder = await mkdtemp(path.join(tmpdir(), 'debrief-demo-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** An expected failure of the analysis is told in its own words at the end. */
function isUnexpected(line: string): boolean {
  return line.startsWith('error: ') && !line.includes('"error":"Fault"');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
