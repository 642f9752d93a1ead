import { z } from 'zod';

const Count = z.int().nonnegative();
const Percent = z.int().min(0).max(100);
const Unit = z.number().min(-1).max(1);
const Label = z.enum(['positive', 'neutral', 'negative']);

const SentimentWire = z.strictObject({
  overall: Unit.nullable(),
  label: Label.nullable(),
  trend: z.enum(['improving', 'stable', 'declining']).nullable(),
  segments: z.array(z.strictObject({ id: z.string(), score: Unit, label: Label })),
  key_moments: z.array(z.strictObject({ segment_id: z.string(), type: z.string(), description: z.string() })),
});

const SummaryWire = z.strictObject({
  brief: z.string().nullable(),
  key_points: z.array(z.string()),
  outcome: z.enum(['resolved', 'unresolved', 'follow_up', 'escalated', 'unknown']),
});

const ActionItemWire = z.strictObject({
  description: z.string(),
  assignee: z.string(),
  due_date: z.iso.date().nullable(),
  priority: z.enum(['high', 'medium', 'low']),
});

const QualityWire = z.strictObject({
  score: Percent.nullable(),
  /** Shares of the speaking time in percent; they add up to 100 where both spoke. */
  talk_ratio: z.strictObject({ agent: Percent, customer: Percent }),
  interruptions: Count,
  /** Seconds between the end of the customer's turn and the agent's answer. */
  average_response_time: z.number().nonnegative(),
  /** Seconds. */
  hold_time: z.number().nonnegative(),
  dead_air_instances: Count,
});

const ResultsWire = z.strictObject({
  sentiment: SentimentWire,
  summary: SummaryWire,
  action_items: z.array(ActionItemWire),
  quality: QualityWire,
  topics: z.array(z.strictObject({ name: z.string(), confidence: z.number().min(0).max(1) })),
});
export type ResultsWire = z.infer<typeof ResultsWire>;

const Timestamp = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** `GET /v1/analysis/{id}`. `error` is present on failed analyses alone. */
export const AnalysisWire = z.strictObject({
  id: z.string().regex(/^ana_[0-9A-Z]{26}$/),
  object: z.literal('analysis'),
  session_id: z.string(),
  status: z.enum(['queued', 'processing', 'complete', 'failed']),
  results: ResultsWire.nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  created_at: Timestamp,
  completed_at: Timestamp.nullable(),
});
export type AnalysisWire = z.infer<typeof AnalysisWire>;

const Seconds = z.number().nonnegative();

export const Part = z.enum(['sentiment', 'topics', 'summary', 'action_items', 'quality', 'compliance']);
export type Part = z.infer<typeof Part>;

/** `POST /v1/sessions/{id}/analysis` as asked by `analyses`; its results are at `GET /v1/analysis/{id}`. */
export const RequestedWire = z.strictObject({
  id: z.string().regex(/^ana_[0-9A-Z]{26}$/),
  object: z.literal('analysis'),
  session_id: z.string(),
  status: z.enum(['queued', 'processing', 'complete', 'failed']),
  analyses: z.array(Part),
  language: z.string(),
  created_at: Timestamp,
  estimated_completion: Timestamp,
});
export type RequestedWire = z.infer<typeof RequestedWire>;

const ProfileStatus = z.enum(['processing', 'completed', 'failed']);
const ProfileId = z.string().regex(/^anl_[0-9A-Z]{26}$/);

/** The same as asked by `profile`; its results are at `GET /v1/analyses/{id}`. */
export const ProfileRequestedWire = z.strictObject({
  id: ProfileId,
  object: z.literal('analysis'),
  session_id: z.string(),
  status: ProfileStatus,
});
export type ProfileRequestedWire = z.infer<typeof ProfileRequestedWire>;

/** `GET /v1/analyses/anl_…`. The parts are `null` until the analysis has completed. */
export const ProfileWire = z.strictObject({
  ...ProfileRequestedWire.shape,
  call_id: z.null(),
  profile: z.literal('default'),
  summary: z.string().nullable(),
  sentiment: z.strictObject({ customer: z.string().nullable(), agent: z.string().nullable() }).nullable(),
  compliance: z.strictObject({ status: z.enum(['ok', 'flagged']), flags: z.array(z.string()) }).nullable(),
  performance: z.strictObject({ score: z.number().min(0).max(1).nullable() }).nullable(),
  error: z.string().nullable(),
  created_at: Timestamp,
  completed_at: Timestamp.nullable(),
});
export type ProfileWire = z.infer<typeof ProfileWire>;

/** `GET /v1/sessions/{id}/transcript`. Times are seconds from the start of the call. */
export const SessionTranscriptWire = z.strictObject({
  object: z.literal('transcript'),
  session_id: z.string(),
  status: z.literal('complete'),
  language: z.strictObject({ source: z.string(), target: z.null() }),
  segments: z.array(
    z.strictObject({
      id: z.string(),
      speaker: z.string(),
      language: z.string(),
      text: z.string(),
      translation: z.null(),
      start_time: Seconds,
      end_time: Seconds,
      confidence: z.number().min(0).max(1).nullable(),
    }),
  ),
  duration: Seconds,
  word_count: z.int().nonnegative(),
});
export type SessionTranscriptWire = z.infer<typeof SessionTranscriptWire>;
