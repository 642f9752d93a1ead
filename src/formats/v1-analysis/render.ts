import type { Report } from '../../analysis/report.ts';
import type { Status } from '../../domain/analysis.ts';
import { uuidToPrefixed } from '../../domain/ids.ts';
import { type CanonicalDocument, toIsoSeconds } from '../published-format.ts';
import type { AnalysisWire, ResultsWire } from './schema.ts';

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
    id: uuidToPrefixed('ana_', analysis.id),
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
  return submission.sessionId ?? uuidToPrefixed('sess_', id);
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
