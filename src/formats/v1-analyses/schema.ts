import { z } from 'zod';
import { Status } from '../../domain/analysis.ts';

const Text = z.string().nullable();
const Count = z.int().nonnegative();
const Score = z.int().min(0).max(100);
const Feedback = z.strictObject({ positive: Text, negative: Text });

const PILLARS = ['clarity', 'influence', 'objection', 'discovery', 'delivery', 'close'] as const;
export type Pillar = (typeof PILLARS)[number];

/** Times are seconds from the start of the call. */
const UtteranceWire = z.strictObject({
  start: z.number(),
  end: z.number(),
  speaker: z.string(),
  transcript: z.string(),
  text: z.string(),
});

const WordWire = z.strictObject({
  word: z.string(),
  start: z.number(),
  end: z.number(),
  speaker: z.string(),
  confidence: z.number().nullable(),
});

const TranscriptWire = z.strictObject({
  text: z.string(),
  utterances: z.array(UtteranceWire),
  words: z.array(WordWire),
  word_count: Count,
  duration_seconds: z.number(),
  overall_sentiment: Text,
  sentiment_score: z.number().nullable(),
});

const ReportWire = z.strictObject({
  prospect_name: Text,
  recording_title: Text,
  double_down: Text,
  ai_summary: Text,
  ai_summary_v5: Text,
  questions_asked: Count,
  filler_word_count: Count,
  words_per_minute: Count,
  overall_score: Score.nullable(),
  clarity_score: Score.nullable(),
  influence_score: Score.nullable(),
  objection_score: Score.nullable(),
  discovery_score: Score.nullable(),
  delivery_score: Score.nullable(),
  close_score: Score.nullable(),
  feedback_v5: z.record(z.enum(PILLARS), Feedback),
  action_plan_v5: z.strictObject({
    double_down_implementation: Text,
    general_communication_improvement: Text,
    quoted_principle: Text,
  }),
  organization_prompt_summary: Text,
  organization_feedback: Text,
  master_prompt_id: Text,
  master_prompt_version: Text,
  persona_snapshot: z.record(z.string(), z.unknown()),
  synthesis_snapshot: z.record(z.string(), z.unknown()),
});

/** `GET /v1/analyses/{id}`: every field is always present; what is not known yet is `null`. */
export const AnalysisWire = z.strictObject({
  id: z.uuid(),
  status: Status,
  recording_url: Text,
  transcript_url: Text,
  callback_url: Text,
  options: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()),
  transcript: TranscriptWire.nullable(),
  analysis: ReportWire.nullable(),
  error: z
    .strictObject({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) })
    .nullable(),
  duration_seconds: Count.nullable(),
  cost_usd_cents: z.number().nullable(),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  completed_at: z.iso.datetime().nullable(),
  partner_org_id: z.uuid().nullable(),
  partner_rep_id: z.uuid().nullable(),
  parent_session_id: z.uuid().nullable(),
});
export type AnalysisWire = z.infer<typeof AnalysisWire>;
