import { expect, it } from 'vitest';
import { createWorkersAiModel } from '../../../src/adapters/ai/chat-models.ts';
import { withDailyAllowance } from '../../../src/adapters/ai/clients.ts';
import { withRetries } from '../../../src/adapters/ai/language-model.ts';
import { createTranscriber } from '../../../src/adapters/ai/transcriber.ts';
import { sectionInput, writeOffline } from '../../../src/analysis/analyse.ts';
import { Report } from '../../../src/analysis/report.ts';
import { AnalysisConfig } from '../../../src/domain/analysis-config.ts';
import {
  addCosts,
  llmCostUsdCents,
  speechCostUsdCents,
  WORKERS_AI_PRICES,
} from '../../../src/domain/billing.ts';
import { FAULTS } from '../../../src/domain/errors.ts';
import { sectionGroups } from '../../../src/llm/read-with-llm.ts';
import { anAnalysis } from '../../support/analyses.ts';
import { seeded } from '../../support/seeded.ts';
import { waveFile } from '../../support/wave-file.ts';
import { salesCallWith } from '../llm/injected.ts';
import { CallsAtWork } from './calls-at-work.ts';
import { FaultyAiClient, GEMMA } from './faulty-ai-client.ts';

const CALLS = 300;
const NOVA = '@cf/deepgram/nova-3';
const RECORDING = waveFile({ dataBytes: 35 * 16_000 });
const CALL = salesCallWith();
const WRITTEN = writeOffline(sectionInput(CALL, { recordedAt: null, config: AnalysisConfig.parse({}) }));
const ASKED: readonly string[] = sectionGroups()
  .flat()
  .map(({ name }) => name);

/** 300 calls of three accounts, a third of them transcripts, with models of which a tenth of all calls go wrong. */
async function atWork() {
  const random = seeded(11);
  const client = new FaultyAiClient(random, WRITTEN);
  const calls = new CallsAtWork(random, RECORDING, (now) => {
    const allowed = withDailyAllowance(client, { closedUntil: 0 }, { now });
    const patience = { timeoutMs: 60_000, delaysMs: [1000, 5000], sleep: () => Promise.resolve() };
    return {
      transcriber: createTranscriber(allowed, 'nova-3'),
      languageModel: withRetries(createWorkersAiModel(allowed, GEMMA), patience),
    };
  });
  for (let at = 0; at < CALLS; at += 1) {
    const id = `0199aa00-0000-7000-8000-${at.toString(16).padStart(12, '0')}`;
    const analysis = anAnalysis({ id, accountId: `acc_${at % 3}`, createdAt: calls.now });
    const isTranscript = at % 3 === 2;
    if (isTranscript) await calls.documents.put('transcript', analysis, CALL);
    const source = isTranscript ? ({ kind: 'transcript' } as const) : analysis.submission.source;
    await calls.submit({ ...analysis, submission: { ...analysis.submission, source } });
  }
  await calls.run();
  return { calls, client };
}

it('a tenth of all calls of models gone wrong leaves 300 analyses that ended, with a code or a report, charged once', async () => {
  const { calls, client } = await atWork();
  expect(client.faults).toBeGreaterThan(50);
  const ends = { completed: 0, failed: 0, fellBack: 0 };
  for (const analysis of calls.analyses()) {
    const { source } = analysis.submission;
    const { status, failure, durationMs } = analysis;
    if (status !== 'completed') {
      expect(status).toBe('failed');
      expect(Object.keys(FAULTS)).toContain(failure?.code);
      expect(analysis.costUsdCents, 'nothing was transcribed').toBeNull();
      ends.failed += 1;
      continue;
    }
    const report = await calls.documents.get('report', { ...analysis, reportVersion: 1 }, Report);
    const speech =
      source.kind === 'transcript' ? 0 : speechCostUsdCents(WORKERS_AI_PRICES, NOVA, durationMs ?? 0);
    const judgement = llmCostUsdCents(WORKERS_AI_PRICES, report?.judgement ?? null);
    expect(analysis.costUsdCents).toBe(addCosts(speech, judgement));
    expect(analysis.speechCostUsdCents ?? 0).toBe(speech);
    const fallen = ASKED.filter((name) => Object(report)[name].engine !== GEMMA);
    expect(new Set(report?.warnings.map(({ section }) => section))).toEqual(new Set(fallen));
    ends.completed += 1;
    if (fallen.length > 0) ends.fellBack += 1;
  }
  expect(ends.completed + ends.failed).toBe(CALLS);
  expect(ends.failed).toBeGreaterThan(0);
  expect(ends.fellBack).toBeGreaterThan(0);
  expect(ends.completed).toBeGreaterThan(CALLS * 0.9);
}, 120_000);
