import { z } from 'zod';

const Seconds = z.number().nonnegative();
const Count = z.int().nonnegative();
const Status = z.enum(['processing', 'completed', 'failed']);

const SegmentWire = z.strictObject({ speaker: z.string(), text: z.string(), start: Seconds, end: Seconds });

/** A phrase or datum that was found in the call, with the words around it. */
const InstanceWire = z.strictObject({ type: z.string(), text: z.string(), timestamp: Seconds });

const ComplianceWire = z.strictObject({
  identity_verification: z.strictObject({
    verified: z.boolean(),
    timestamp: Seconds.nullable(),
    flagged: z.boolean(),
  }),
  mandatory_disclosures: z.strictObject({
    read: z.boolean(),
    matched_disclosures: z.array(z.string()),
    missing_disclosures: z.array(z.string()),
  }),
  purpose_declaration: z.strictObject({
    disclosed: z.boolean(),
    interaction_number: z.int().positive().nullable(),
    flagged: z.boolean(),
  }),
  prohibited_phrases: z.strictObject({ used: z.boolean(), instances: z.array(InstanceWire) }),
  sensitive_data: z.strictObject({ shared: z.boolean(), instances: z.array(InstanceWire) }),
});

const QualityWire = z.strictObject({
  sentiment_analysis: z.strictObject({
    overall: z.string().nullable(),
    score: z.number().min(-1).max(1).nullable(),
    trend: z.string().nullable(),
  }),
  greeting: z.strictObject({ present: z.boolean(), text: z.string().nullable() }),
  empathetic_language: z.strictObject({ present: z.boolean(), instances: z.array(z.string()) }),
});

const CoachingWire = z.strictObject({
  recommendations: z.array(z.strictObject({ priority: z.enum(['high', 'medium', 'low']), text: z.string() })),
  customer_effort_score: z.number().min(0).max(5),
});

const ResultsWire = z.strictObject({
  compliance: ComplianceWire,
  quality: QualityWire,
  coaching: CoachingWire,
});
export type ResultsWire = z.infer<typeof ResultsWire>;

/** One analysis: an entry of the list, and the answer of the route that reads one. */
export const AnalysisWire = z.strictObject({
  id: z.uuid(),
  object: z.literal('analysis'),
  /** Seconds since 1970-01-01 UTC. */
  created: z.int(),
  status: Status,
  livemode: z.boolean(),
  call: z.strictObject({
    agent_id: z.string().nullable(),
    contact_id: z.string().nullable(),
    duration_ms: Count.nullable(),
    duration_seconds: Seconds.nullable(),
  }),
  audio: z.strictObject({
    url: z.string().nullable(),
    size_bytes: Count.nullable(),
    format: z.string().nullable(),
    duration_seconds: Seconds.nullable(),
  }),
  transcript: z
    .strictObject({ text: z.string(), segments: z.array(SegmentWire), language: z.string() })
    .nullable(),
  results: ResultsWire.nullable(),
  metadata: z.strictObject({
    webhook_url: z.string().nullable(),
    completed_at: z.iso.datetime().nullable(),
    processing_time_ms: Count.nullable(),
    error_message: z.string().nullable(),
  }),
});
export type AnalysisWire = z.infer<typeof AnalysisWire>;

/** `GET /api/v1/analysis/`. */
export const AnalysisListWire = z.strictObject({
  object: z.literal('list'),
  data: z.array(AnalysisWire),
  has_more: z.boolean(),
  total: Count,
});
export type AnalysisListWire = z.infer<typeof AnalysisListWire>;
