import type { Analysis } from '../../src/domain/analysis.ts';
import { duration } from './layout.ts';

/** How long each part took, and how many times faster than the call itself the whole was; empty where nothing was measured. */
export function renderTimings({ timings, createdAt, completedAt, durationMs }: Analysis): string {
  const parts: string[] = [];
  if (timings.transcriptionMs !== null) parts.push(`transcription ${duration(timings.transcriptionMs)}`);
  if (timings.analysisMs !== null) parts.push(`analysis ${duration(timings.analysisMs)}`);
  const totalMs = completedAt === null ? null : completedAt - createdAt;
  if (totalMs !== null) parts.push(`total ${duration(totalMs)}`);
  if (totalMs !== null && totalMs > 0 && durationMs !== null) {
    parts.push(`${(durationMs / totalMs).toFixed(1)} times real time`);
  }
  return parts.join(' · ');
}
