import type { CanonicalDocument } from '../document.ts';
import type { AnalysisWire } from './wire.ts';

type TranscriptWire = NonNullable<AnalysisWire['transcript']>;

/** The document in the format of `GET /v1/analyses/{id}`. Total: every state of an analysis can be rendered. */
export function renderAnalysis(document: CanonicalDocument): AnalysisWire {
  const { analysis } = document;
  const { submission } = analysis;
  return {
    id: analysis.id,
    status: analysis.status,
    recording_url: null,
    transcript_url: null,
    callback_url: submission.callbackUrl,
    options: submission.options,
    metadata: submission.metadata,
    transcript: renderTranscript(document),
    analysis: null,
    error: analysis.failure,
    duration_seconds: analysis.durationMs === null ? null : Math.round(analysis.durationMs / 1000),
    cost_usd_cents: null,
    created_at: timestamp(analysis.createdAt),
    started_at: analysis.startedAt === null ? null : timestamp(analysis.startedAt),
    completed_at: analysis.completedAt === null ? null : timestamp(analysis.completedAt),
    partner_org_id: submission.partnerOrgId,
    partner_rep_id: submission.partnerRepId,
    parent_session_id: submission.parentSessionId,
  };
}

function renderTranscript({ transcript, report }: CanonicalDocument): TranscriptWire | null {
  if (!transcript) return null;
  const lines = transcript.utterances.map((utterance) => ({ ...utterance, label: speakerLabel(utterance) }));
  return {
    text: lines.map(({ label, text }) => `${label}: ${text}`).join('\n'),
    utterances: lines.map(({ startMs, endMs, label, text }) => ({
      start: seconds(startMs),
      end: seconds(endMs),
      speaker: label,
      transcript: text,
      text,
    })),
    words: lines.flatMap(({ words, label }) =>
      words.map((word) => ({
        word: word.text,
        start: seconds(word.startMs),
        end: seconds(word.endMs),
        speaker: label,
        confidence: word.confidence,
      })),
    ),
    word_count: report?.conversation.wordCount ?? 0,
    duration_seconds: seconds(transcript.durationMs),
    overall_sentiment: null,
    sentiment_score: null,
  };
}

/** The role says more than the label of a channel or voice; a name the caller gave says more than `unknown`. */
function speakerLabel({ role, speaker }: { role: string; speaker: string }): string {
  return role === 'unknown' ? speaker : role;
}

function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
