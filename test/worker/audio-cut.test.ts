import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { openChunk } from '../../src/adapters/audio/cut/open-chunk.ts';
import { planChunks } from '../../src/adapters/audio/cut/plan-chunks.ts';
import { probeRecording } from '../../src/adapters/audio/probe.ts';
import { audioKey } from '../../src/adapters/storage/keys.ts';
import { recordingSource } from '../../src/adapters/audio/byte-source.ts';
import { createRecordingStore } from '../../src/adapters/storage/recordings.ts';
import mp3 from '../fixtures/cut/constant.mp3?inline';
import opus from '../fixtures/cut/opus.ogg?inline';
import webm from '../fixtures/cut/opus.webm?inline';
import flac from '../fixtures/cut/sweeps.flac?inline';
import m4a from '../fixtures/cut/sweeps.m4a?inline';

const DECLARED = { contentType: '', fileName: null };

describe('in the runtime of production', () => {
  it.each(Object.entries({ mp3, opus, webm, flac, m4a }))(
    'a stored %s becomes files of its parts',
    async (id, url) => {
      const ref = { accountId: 'acc_cut', id };
      const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (char) => char.charCodeAt(0));
      await env.STORE.put(audioKey(ref), bytes);
      const source = await recordingSource(createRecordingStore(env.STORE), ref);
      const facts = await probeRecording(source, DECLARED);
      const chunks = (await planChunks(source, facts, { longestMs: 6000, overlapMs: 1000 })) ?? [];
      expect(chunks.length).toBeGreaterThanOrEqual(3);
      for (const chunk of chunks) {
        const { body } = await openChunk(source, facts, chunk);
        const file = new Uint8Array(await new Response(body).arrayBuffer());
        const read = async (start: number, end: number) => file.slice(start, end);
        const part = await probeRecording({ sizeBytes: file.byteLength, read }, DECLARED);
        expect(Math.abs(part.durationMs - (chunk.endMs - chunk.startMs))).toBeLessThanOrEqual(130);
      }
    },
  );
});
