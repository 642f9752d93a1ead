import { z } from 'zod';
import { Submission } from './submission.ts';
import { DEFAULT_RETENTION_DAYS } from './tenant.ts';

export const Status = z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled']);
export type Status = z.infer<typeof Status>;

/** What a `processing` analysis is busy with, in order. */
export const Stage = z.enum(['ingesting', 'transcribing', 'analysing', 'finishing']);
export type Stage = z.infer<typeof Stage>;

/** What was found out about a recording without decoding it. */
export const RecordingFacts = z.strictObject({
  /** Container: `wav`, `mp3`, `mp4`, `ogg`, `webm`, `flac`. */
  format: z.string(),
  codec: z.string(),
  contentType: z.string(),
  sizeBytes: z.int().nonnegative(),
  durationMs: z.int().nonnegative(),
  channels: z.int().positive(),
  sampleRateHz: z.int().positive(),
});
export type RecordingFacts = z.infer<typeof RecordingFacts>;

export const Failure = z.strictObject({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type Failure = z.infer<typeof Failure>;

/** Wall-clock durations of the paid or slow parts, milliseconds; `null` until measured. */
const Timings = z.strictObject({
  transcriptionMs: z.int().nonnegative().nullable(),
  analysisMs: z.int().nonnegative().nullable(),
});
type Timings = z.infer<typeof Timings>;

/** The numbers of a report that lists filter by and reports over agents are made from; `null`: not known. */
export const Headline = z.strictObject({
  overallScore: z.int().min(0).max(100).nullable(),
  sentimentScore: z.number().min(-1).max(1).nullable(),
  /** Whether the agent verified the identity of the customer as the rules ask. */
  compliant: z.boolean().nullable(),
  /** Effort of the customer, from 0 (none) to 5. */
  customerEffort: z.number().min(0).max(5).nullable(),
  /** The agent's share of all speaking time, percent. */
  talkRatio: z.number().min(0).max(100).nullable(),
});
export type Headline = z.infer<typeof Headline>;

export const NO_HEADLINE: Headline = {
  overallScore: null,
  sentimentScore: null,
  compliant: null,
  customerEffort: null,
  talkRatio: null,
};

/** A pending rescore, or one that failed: then the report is the one from before. */
export const Rescore = z.strictObject({
  requestedAt: z.int(),
  /** `null` while it is pending. */
  failure: Failure.nullable(),
});
export type Rescore = z.infer<typeof Rescore>;

/** What an analysis waits for although nothing failed, and when it is tried again, milliseconds since 1970. */
export const Waiting = z.strictObject({ code: z.literal('transcription_quota_used'), until: z.int() });
export type Waiting = z.infer<typeof Waiting>;

/** Most reports that are kept of one analysis. */
export const MAX_REPORTS = 100;

/** One analysis without its documents: what a list row, a status answer and a callback are made from. */
export const Analysis = z.strictObject({
  id: z.uuid(),
  accountId: z.string(),
  livemode: z.boolean(),
  submission: Submission,
  status: Status,
  /** `null` unless `processing`. */
  stage: Stage.nullable(),
  /** 0 to 100, never falling. */
  percent: z.int().min(0).max(100),
  /** Counts the changes; a projection with a lower version is older. */
  version: z.int().positive(),
  recording: RecordingFacts.nullable(),
  durationMs: z.int().nonnegative().nullable(),
  headline: Headline,
  timings: Timings,
  /** What the analysis was charged so far, up to four decimals; `null` before the first step that may cost. */
  costUsdCents: z.number().nonnegative().nullable(),
  /** The part of it that is for transcription; the rest is for language models. */
  speechCostUsdCents: z.number().nonnegative().nullable().default(null),
  /** When it was last charged. */
  chargedAt: z.int().nullable().default(null),
  failure: Failure.nullable(),
  /** `null` where it does not wait, or somebody is working on it. */
  waiting: Waiting.nullable().default(null),
  /** Which of its reports is the current one, from 1; `null` before the first. */
  reportVersion: z.int().positive().nullable().default(null),
  rescore: Rescore.nullable().default(null),
  /** Milliseconds since 1970-01-01 UTC. */
  createdAt: z.int(),
  startedAt: z.int().nullable(),
  completedAt: z.int().nullable(),
});
export type Analysis = z.infer<typeof Analysis>;

/** An analysis as it is when its submission was just accepted. */
export function queued(
  identity: Pick<Analysis, 'id' | 'accountId' | 'livemode'>,
  submission: Submission,
  nowMs: number,
): Analysis {
  const { id, accountId, livemode } = identity;
  return {
    id,
    accountId,
    livemode,
    submission,
    status: 'queued',
    stage: null,
    percent: 0,
    version: 1,
    recording: null,
    durationMs: null,
    headline: NO_HEADLINE,
    timings: { transcriptionMs: null, analysisMs: null },
    costUsdCents: null,
    speechCostUsdCents: null,
    chargedAt: null,
    failure: null,
    waiting: null,
    reportVersion: null,
    rescore: null,
    createdAt: nowMs,
    startedAt: null,
    completedAt: null,
  };
}

export type FinalStatus = Extract<Status, 'completed' | 'failed' | 'cancelled'>;

/** The analysis as it was when its submission was accepted. */
export function asAccepted(analysis: Analysis): Analysis {
  return queued(analysis, analysis.submission, analysis.createdAt);
}

/** Whether the work is over; a final analysis can be retried, rescored or deleted. */
export function isFinal(status: Status): status is FinalStatus {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** Whether a completed analysis waits for another report. */
export function isRescoring({ rescore }: Pick<Analysis, 'rescore'>): boolean {
  return rescore !== null && rescore.failure === null;
}

/** Whether nothing is being done and no more events follow, unless somebody asks for more. */
export function isOver(analysis: Pick<Analysis, 'status' | 'rescore'>): boolean {
  return isFinal(analysis.status) && !isRescoring(analysis);
}

/** The version that the next report of an analysis has. */
export function nextReportVersion({ reportVersion }: Pick<Analysis, 'reportVersion'>): number {
  return (reportVersion ?? 0) + 1;
}

const DAY_MS = 86_400_000;
/** With a retention of 0 days an analysis is deleted after this long even where its callbacks never end. */
const CALLBACK_DAYS = 7;

/**
 * When a final analysis is deleted at the latest, milliseconds since 1970; `null` while it is not final. With 0 days
 * the event `callback_settled` brings it forward, also where there are no callbacks.
 */
export function deletionTime({ completedAt, submission }: Analysis): number | null {
  if (completedAt === null) return null;
  const days = submission.retentionDays ?? DEFAULT_RETENTION_DAYS;
  return completedAt + (days === 0 ? CALLBACK_DAYS : days) * DAY_MS;
}

/** Whether an analysis is deleted as soon as its callbacks were delivered or given up. */
export function goesWithCallback({ submission }: Analysis): boolean {
  return submission.retentionDays === 0;
}
