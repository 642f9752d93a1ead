import type { Report } from '../../analysis/report.ts';
import { type Analysis, isOver, isRescoring, type Status } from '../../domain/analysis.ts';
import { ID_PREFIX, uuidToPrefixed } from '../../domain/ids.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { type CanonicalDocument, speakerLabel, toIsoSeconds } from '../published-format.ts';
import type {
  AnalysisWire,
  Part,
  ProfileRequestedWire,
  ProfileWire,
  RequestedWire,
  ResultsWire,
  SessionTranscriptWire,
} from './schema.ts';

const STATUSES: Record<Status, AnalysisWire['status']> = {
  queued: 'queued',
  processing: 'processing',
  completed: 'complete',
  failed: 'failed',
  cancelled: 'failed',
};
const CANCELLED = { code: 'cancelled', message: 'The analysis was cancelled.' };

/** The document in the format of `GET /v1/analysis/{id}`. */
export function renderAnalysis({ analysis, report }: CanonicalDocument): AnalysisWire {
  const failed = STATUSES[analysis.status] === 'failed';
  const { code, message } = analysis.failure ?? CANCELLED;
  return {
    id: uuidToPrefixed(ID_PREFIX.analysis, analysis.id),
    object: 'analysis',
    session_id: sessionId(analysis),
    status: STATUSES[analysis.status],
    results: report && renderResults(report),
    ...(failed ? { error: { code, message } } : {}),
    created_at: toIsoSeconds(analysis.createdAt),
    completed_at: analysis.completedAt === null ? null : toIsoSeconds(analysis.completedAt),
  };
}

/** The session the caller named, or one of this call alone. */
export function sessionId({ id, submission }: CanonicalDocument['analysis']): string {
  return submission.sessionId ?? uuidToPrefixed(ID_PREFIX.session, id);
}

/** `seg_001` for the utterance at position 0. */
export function segmentId(utterance: number): string {
  return `seg_${String(utterance + 1).padStart(3, '0')}`;
}

function renderResults(report: Report): ResultsWire {
  return {
    sentiment: renderSentiment(report.sentiment),
    summary: {
      brief: report.summary.brief,
      key_points: report.summary.keyPoints.map(({ text }) => text),
      outcome: report.summary.outcome,
    },
    action_items: report.actionItems.items.map(({ description, assignee, dueDate, priority }) => ({
      description,
      assignee,
      due_date: dueDate,
      priority,
    })),
    quality: renderQuality(report),
    topics: report.topics.topics.map(({ name, confidence }) => ({ name: snakeCase(name), confidence })),
  };
}

function renderSentiment({
  overall,
  label,
  trend,
  utterances,
  keyMoments,
}: Report['sentiment']): ResultsWire['sentiment'] {
  return {
    overall,
    label,
    trend,
    segments: utterances.map(({ utterance, score, label: tone }) => ({
      id: segmentId(utterance),
      score,
      label: tone,
    })),
    key_moments: keyMoments.map(({ utterance, type, description }) => ({
      segment_id: segmentId(utterance),
      type,
      description,
    })),
  };
}

function renderQuality({ conversation, service }: Report): ResultsWire['quality'] {
  return {
    score: service.score,
    talk_ratio: talkRatio(conversation.roles),
    interruptions: conversation.interruptionCount,
    average_response_time: seconds(conversation.responseTime.meanMs ?? 0),
    hold_time: seconds(conversation.hold.totalMs),
    dead_air_instances: conversation.deadAir.count,
  };
}

/** Whole percent of the time that agent and customer spoke; they add up to 100 unless neither did. */
function talkRatio({
  agent,
  customer,
}: Report['conversation']['roles']): ResultsWire['quality']['talk_ratio'] {
  const together = agent.talkMs + customer.talkMs;
  if (together === 0) return { agent: 0, customer: 0 };
  const share = Math.round((100 * agent.talkMs) / together);
  return { agent: share, customer: 100 - share };
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}

function snakeCase(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_');
}

const PROFILE_STATUSES = {
  queued: 'processing',
  processing: 'processing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
} as const satisfies Record<Analysis['status'], ProfileRequestedWire['status']>;

/** What a call still needs is not known; the published example allows this much. */
const ESTIMATE_MS = 30_000;

/** The answer to a request for `parts`, at `nowMs`. */
export function renderRequested(
  analysis: Analysis,
  parts: readonly Part[],
  language: string,
  nowMs: number,
): RequestedWire {
  const { id, object, session_id, status, created_at } = renderAnalysis({
    analysis,
    transcript: null,
    report: null,
  });
  const completion = isOver(analysis) ? analysis.completedAt : null;
  return {
    id,
    object,
    session_id,
    // With new prompts there is work to do although there is a report.
    status: isRescoring(analysis) ? 'processing' : status,
    analyses: [...parts],
    language,
    created_at,
    estimated_completion: toIsoSeconds(completion ?? nowMs + ESTIMATE_MS),
  };
}

/** The answer to a request for a profile, and how far the analysis is. */
export function renderProfileRequested(analysis: Analysis): ProfileRequestedWire {
  return {
    id: uuidToPrefixed('anl_', analysis.id),
    object: 'analysis',
    session_id: sessionId(analysis),
    status: PROFILE_STATUSES[analysis.status],
  };
}

/** The document in the format of `GET /v1/analyses/anl_…`. */
export function renderProfile({ analysis, report }: CanonicalDocument): ProfileWire {
  const failure = analysis.failure?.message ?? 'The analysis was cancelled.';
  return {
    ...renderProfileRequested(analysis),
    call_id: null,
    profile: 'default',
    summary: report?.summary.brief ?? null,
    sentiment: report && renderProfileSentiment(report.sentiment),
    compliance: report && renderCompliance(report.compliance),
    performance: report && { score: report.service.score === null ? null : report.service.score / 100 },
    error: PROFILE_STATUSES[analysis.status] === 'failed' ? failure : null,
    created_at: toIsoSeconds(analysis.createdAt),
    completed_at: analysis.completedAt === null ? null : toIsoSeconds(analysis.completedAt),
  };
}

/** The label of the first speaker of each role; `null` where there is no such speaker, or no label. */
function renderProfileSentiment({ speakers }: Report['sentiment']): ProfileWire['sentiment'] {
  const labelOf = (role: 'agent' | 'customer') =>
    speakers.find((speaker) => speaker.role === role)?.label ?? null;
  return { customer: labelOf('customer'), agent: labelOf('agent') };
}

/** The rules that the call broke, by the names under which the other formats show them. */
function renderCompliance(compliance: Report['compliance']): ProfileWire['compliance'] {
  const { identityVerification, mandatoryDisclosures, purposeDeclaration } = compliance;
  const broken: Record<string, boolean> = {
    identity_verification: identityVerification.flagged,
    mandatory_disclosures: mandatoryDisclosures.missing.length > 0,
    purpose_declaration: purposeDeclaration.flagged,
    prohibited_phrases: compliance.prohibitedPhrases.used,
    sensitive_data: compliance.sensitiveData.shared,
  };
  const flags = Object.keys(broken).filter((rule) => broken[rule]);
  return { status: flags.length === 0 ? 'ok' : 'flagged', flags };
}

/** The transcript in the format of `GET /v1/sessions/{id}/transcript`. Nothing is translated. */
export function renderTranscript(analysis: Analysis, transcript: Transcript): SessionTranscriptWire {
  const { language, durationMs, utterances } = transcript;
  return {
    object: 'transcript',
    session_id: sessionId(analysis),
    status: 'complete',
    language: { source: language, target: null },
    segments: utterances.map((utterance) => ({
      id: segmentId(utterance.index),
      speaker: speakerLabel(utterance),
      language,
      text: utterance.text,
      translation: null,
      start_time: utterance.startMs / 1000,
      end_time: utterance.endMs / 1000,
      confidence: utterance.confidence,
    })),
    duration: durationMs / 1000,
    word_count: utterances.reduce((sum, { text }) => sum + countWords(text), 0),
  };
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}
