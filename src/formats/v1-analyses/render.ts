import type { Report } from '../../analysis/report.ts';
import type { Source } from '../../domain/submission.ts';
import { type CanonicalDocument, speakerLabel, toTime } from '../published-format.ts';
import type { AnalysisWire, Pillar } from './schema.ts';

type TranscriptWire = NonNullable<AnalysisWire['transcript']>;
type ReportWire = NonNullable<AnalysisWire['analysis']>;

/** The document in the format of `GET /v1/analyses/{id}`. Total: every state of an analysis can be rendered. */
export function renderAnalysis(document: CanonicalDocument): AnalysisWire {
  const { analysis } = document;
  const { submission } = analysis;
  return {
    id: analysis.id,
    status: analysis.status,
    recording_url: recordingUrl(submission.source),
    transcript_url: submission.source.kind === 'transcript_url' ? submission.source.url : null,
    callback_url: submission.callbackUrl,
    options: submission.options,
    metadata: submission.metadata,
    transcript: renderTranscript(document),
    analysis: document.report && renderReport(document.report),
    error: analysis.failure,
    duration_seconds: analysis.durationMs === null ? null : Math.round(analysis.durationMs / 1000),
    cost_usd_cents: analysis.costUsdCents,
    created_at: toTime(analysis.createdAt),
    started_at: toTime(analysis.startedAt),
    completed_at: toTime(analysis.completedAt),
    partner_org_id: submission.partnerOrgId,
    partner_rep_id: submission.partnerRepId,
    parent_session_id: submission.parentSessionId,
  };
}

function recordingUrl(source: Source): string | null {
  if (source.kind === 'recording_url') return source.url;
  return source.kind === 'transcript' ? (source.mockUrl ?? null) : null;
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
    overall_sentiment: report?.sentiment.label ?? null,
    sentiment_score: report?.sentiment.overall ?? null,
  };
}

function renderReport(report: Report): ReportWire {
  const { configuration, conversation, summary, sales, coaching, organisation } = report;
  return {
    prospect_name: summary.prospectName,
    recording_title: summary.title,
    double_down: coaching.doubleDown?.text ?? null,
    ai_summary: summary.brief,
    ai_summary_v5: summary.brief,
    ...renderDelivery(conversation),
    overall_score: sales.overall,
    ...renderPillars(sales),
    action_plan_v5: {
      double_down_implementation: coaching.actionPlan?.doubleDownImplementation ?? null,
      general_communication_improvement: coaching.actionPlan?.generalCommunicationImprovement ?? null,
      quoted_principle: coaching.actionPlan?.quotedPrinciple ?? null,
    },
    organization_prompt_summary: organisation.summary,
    organization_feedback: organisation.feedback,
    master_prompt_id: configuration.masterPrompt?.id ?? sales.engine,
    master_prompt_version: configuration.masterPrompt?.version ?? '1',
    persona_snapshot: {},
    synthesis_snapshot: {},
  };
}

/** The format coaches the representative: the agent's own figures, or everybody's where no agent is known. */
function renderDelivery(conversation: Report['conversation']) {
  const { questionCount, fillerWordCount, wordsPerMinute } =
    conversation.roles.agent.wordCount > 0 ? conversation.roles.agent : conversation;
  return {
    questions_asked: questionCount,
    filler_word_count: fillerWordCount,
    words_per_minute: wordsPerMinute,
  };
}

function renderPillars({ pillars }: Report['sales']) {
  const feedback = (name: Pillar) => ({
    positive: pillars?.[name].positive?.text ?? null,
    negative: pillars?.[name].negative?.text ?? null,
  });
  return {
    clarity_score: pillars?.clarity.score ?? null,
    influence_score: pillars?.influence.score ?? null,
    objection_score: pillars?.objection.score ?? null,
    discovery_score: pillars?.discovery.score ?? null,
    delivery_score: pillars?.delivery.score ?? null,
    close_score: pillars?.close.score ?? null,
    feedback_v5: {
      clarity: feedback('clarity'),
      influence: feedback('influence'),
      objection: feedback('objection'),
      discovery: feedback('discovery'),
      delivery: feedback('delivery'),
      close: feedback('close'),
    },
  };
}

function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
