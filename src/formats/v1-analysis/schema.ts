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
