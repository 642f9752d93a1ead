import type { Report } from '../../analysis/report.ts';
import { type Analysis, isFinal, isRescoring } from '../../domain/analysis.ts';
import { uuidToPrefixed } from '../../domain/ids.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { type CanonicalDocument, speakerLabel, toIsoSeconds } from '../published-format.ts';
import { renderAnalysis, segmentId, sessionId } from '../v1-analysis/render.ts';
import type {
  Part,
  ProfileRequestedWire,
  ProfileWire,
  RequestedWire,
  SessionTranscriptWire,
} from './schema.ts';

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
  const isOver = isFinal(analysis.status) && !isRescoring(analysis);
  const completion = isOver ? analysis.completedAt : null;
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
    sentiment: report && renderSentiment(report.sentiment),
    compliance: report && renderCompliance(report.compliance),
    performance: report && { score: report.service.score === null ? null : report.service.score / 100 },
    error: PROFILE_STATUSES[analysis.status] === 'failed' ? failure : null,
    created_at: toIsoSeconds(analysis.createdAt),
    completed_at: analysis.completedAt === null ? null : toIsoSeconds(analysis.completedAt),
  };
}

/** The label of the first speaker of each role; `null` where there is no such speaker, or no label. */
function renderSentiment({ speakers }: Report['sentiment']): ProfileWire['sentiment'] {
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
