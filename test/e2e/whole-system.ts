import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../scripts/system/ports.ts';
import { type RunningSystem, startSystem } from '../../scripts/system/start-system.ts';
import { salesCall } from '../support/transcripts.ts';
import { Client, HIGH_RATE_LIMITS } from './client.ts';
import type { Deployment, Models } from './deployments.ts';

const calls = path.resolve('../shared/calls');
const withCalls = existsSync(calls);
const sample = path.resolve('examples/sales-call/sales-call.wav');

/** What is true of the system whatever its models; a file of its own for each deployment, so that they run side by side. */
export function describeWholeSystem(deployment: Deployment): void {
  const { name, engine, unknownLanguage, refusal, open } = deployment;
  describe(`the whole system with ${name}`, () => {
    let stateDir: string;
    let models: Models;
    let system: RunningSystem;
    let client: Client;

    async function start(): Promise<void> {
      const { aiBaseUrl, vars } = models.options;
      const port = await findFreePort();
      const log = () => undefined;
      system = await startSystem({ port, stateDir, log, aiBaseUrl, vars: { ...HIGH_RATE_LIMITS, ...vars } });
      client = new Client(system);
    }

    beforeAll(async () => {
      stateDir = await mkdtemp(path.join(tmpdir(), 'debrief-e2e-'));
      models = await open();
      await start();
    });

    afterAll(async () => {
      await system.stop();
      await models.close();
      await rm(stateDir, { recursive: true });
    });

    it('turns the sample recording into a report that knows who spoke', async () => {
      const id = await client.upload(sample, { channels: { 0: 'agent', 1: 'customer' } });
      const analysis = await client.settled(id);
      expect(analysis).toMatchObject({ status: 'completed', error: null });
      const { report } = await client.report(id);
      expect(report.conversation.roles.agent.wordCount).toBeGreaterThan(50);
      expect(report.conversation.roles.customer.wordCount).toBeGreaterThan(50);
      expect([report.summary.engine, report.warnings]).toEqual([engine, []]);
    });

    it('refuses a language that its models do not know', async () => {
      const analysis = await client.settled(await client.upload(sample, { language: unknownLanguage }));
      expect(analysis).toMatchObject({ status: 'failed', error: { code: refusal } });
    });

    it('finishes what was accepted after every process was killed in the middle', async () => {
      const before = await client.upload(sample);
      await client.until(before, ({ stage }) => stage === 'transcribing');
      const queued = await client.submitTranscript(salesCall);
      await system.stop('abruptly');
      await start();
      expect(await client.settled(before)).toMatchObject({ status: 'completed' });
      expect(await client.settled(queued)).toMatchObject({ status: 'completed' });
    });

    describe.skipIf(!withCalls)('given the formats of shared/calls (skipped where it is absent)', () => {
      const format = (name: string) => path.join(calls, 'formats', name);
      it('are all transcribed, whatever the codec', async () => {
        const others = ['flac', 'm4a', 'mp3', 'ogg', 'webm'].map((ending) => `appointment_stereo.${ending}`);
        for (const name of [...others, 'appointment_stereo_mulaw.wav', 'appointment_stereo_adpcm.wav']) {
          const { status, transcript } = await client.settled(await client.upload(format(name)));
          expect(status, name).toBe('completed');
          expect(transcript?.word_count, name).toBeGreaterThan(80);
        }
      });

      it('end as failed with a reason of their own where they cannot be used', async () => {
        const codes = ['empty.wav', 'headerless_pcm.wav', 'noise_bytes.mp3', 'truncated.mp3'].map(
          async (name) => {
            const { status, error } = await client.settled(await client.upload(format(name)));
            return [name, status, error?.code];
          },
        );
        expect(await Promise.all(codes)).toEqual([
          ['empty.wav', 'failed', 'audio_empty'],
          ['headerless_pcm.wav', 'failed', 'audio_header_missing'],
          ['noise_bytes.mp3', 'failed', 'audio_unrecognised'],
          ['truncated.mp3', 'failed', 'audio_truncated'],
        ]);
      });

      it('complete with an empty transcript where nobody speaks', async () => {
        const analysis = await client.settled(await client.upload(format('silence_20s.wav')));
        expect(analysis).toMatchObject({
          status: 'completed',
          duration_seconds: 20,
          transcript: { text: '', utterances: [] },
        });
      });
    });
  });
}
