import { z } from 'zod';
import type { Report } from '../../analysis/report.ts';
import type { Status } from '../../domain/analysis.ts';
import { monthsBefore, startOfMonth, type UsageMonth } from '../../domain/billing.ts';
import { isRecording } from '../../domain/submission.ts';
import type { Transcript } from '../../domain/transcript.ts';
import { type CanonicalDocument, speakerLabel } from '../published-format.ts';
import type { AnalysisWire, ResultsWire } from './schema.ts';

const STATUSES: Record<Status, AnalysisWire['status']> = {
  queued: 'processing',
  processing: 'processing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
};

/** The document in the format of `GET /api/v1/analysis/`; `audioUrl` is where its recording can be played. */
export function renderAnalysis(
  { analysis, transcript, report }: CanonicalDocument,
  audioUrl: string,
): AnalysisWire {
  const { submission, recording, durationMs } = analysis;
  const durationSeconds = durationMs === null ? null : durationMs / 1000;
  return {
    id: analysis.id,
    object: 'analysis',
    created: Math.floor(analysis.createdAt / 1000),
    status: STATUSES[analysis.status],
    livemode: analysis.livemode,
    call: {
      agent_id: submission.agentId,
      contact_id: submission.contactId,
      duration_ms: durationMs,
      duration_seconds: durationSeconds,
    },
    audio: {
      url: isRecording(submission.source) ? audioUrl : null,
      size_bytes:
        submission.source.kind === 'upload' ? submission.source.sizeBytes : (recording?.sizeBytes ?? null),
      format: recording?.format ?? null,
      duration_seconds: durationSeconds,
    },
    transcript: transcript && report && renderTranscript(transcript),
    results: report && renderResults(report),
    metadata: {
      webhook_url: submission.callbackUrl,
      completed_at: analysis.completedAt === null ? null : new Date(analysis.completedAt).toISOString(),
      processing_time_ms: processingTime(analysis),
      error_message: errorMessage(analysis),
    },
  };
}

function processingTime({ startedAt, completedAt }: CanonicalDocument['analysis']): number | null {
  return startedAt === null || completedAt === null ? null : completedAt - startedAt;
}

function errorMessage({ status, failure }: CanonicalDocument['analysis']): string | null {
  return status === 'cancelled' ? 'The analysis was cancelled.' : (failure?.message ?? null);
}

function renderTranscript({ utterances, language }: Transcript): NonNullable<AnalysisWire['transcript']> {
  const lines = utterances.map((utterance) => ({ ...utterance, label: speakerLabel(utterance) }));
  return {
    text: lines.map(({ label, text }) => `${label}: ${text}`).join('\n'),
    segments: lines.map(({ label, text, startMs, endMs }) => ({
      speaker: label,
      text,
      start: startMs / 1000,
      end: endMs / 1000,
    })),
    language,
  };
}

function renderResults(report: Report): ResultsWire {
  return {
    compliance: renderCompliance(report),
    quality: renderQuality(report),
    coaching: renderCoaching(report),
  };
}

function renderCompliance({ compliance }: Report): ResultsWire['compliance'] {
  const { identityVerification, mandatoryDisclosures, purposeDeclaration, prohibitedPhrases, sensitiveData } =
    compliance;
  const { timestampMs } = identityVerification;
  return {
    identity_verification: {
      verified: identityVerification.verified,
      timestamp: timestampMs === null ? null : timestampMs / 1000,
      flagged: identityVerification.flagged,
    },
    mandatory_disclosures: {
      read: mandatoryDisclosures.read,
      matched_disclosures: mandatoryDisclosures.matched,
      missing_disclosures: mandatoryDisclosures.missing,
    },
    purpose_declaration: {
      disclosed: purposeDeclaration.disclosed,
      interaction_number: purposeDeclaration.interactionNumber,
      flagged: purposeDeclaration.flagged,
    },
    prohibited_phrases: {
      used: prohibitedPhrases.used,
      instances: prohibitedPhrases.instances.map(renderInstance),
    },
    sensitive_data: { shared: sensitiveData.shared, instances: sensitiveData.instances.map(renderInstance) },
  };
}

function renderInstance({
  type,
  text,
  startMs,
}: Report['compliance']['prohibitedPhrases']['instances'][number]) {
  return { type, text, timestamp: startMs / 1000 };
}

function renderQuality({ sentiment, service }: Report): ResultsWire['quality'] {
  const { greeting, empatheticLanguage } = service;
  return {
    sentiment_analysis: { overall: sentiment.label, score: sentiment.overall, trend: sentiment.trend },
    greeting: { present: greeting.present, text: greeting.evidence[0]?.quote ?? null },
    empathetic_language: {
      present: empatheticLanguage.present,
      instances: empatheticLanguage.evidence.map(({ quote }) => quote),
    },
  };
}

/** Clients sum the effort score, so one that is not known is 0. */
function renderCoaching({ coaching }: Report): ResultsWire['coaching'] {
  return {
    recommendations: coaching.recommendations.map(({ priority, text }) => ({ priority, text })),
    customer_effort_score: coaching.customerEffortScore ?? 0,
  };
}

const Amount = z.number().nonnegative();

/** `GET /api/v1/billing/usage`. What is not counted or not limited is `null`. */
export const BillingUsageWire = z.strictObject({
  period: z.strictObject({
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    billing_cycle: z.literal('monthly'),
  }),
  metrics: z.strictObject({ minutes_analyzed: Amount, api_requests: z.null(), storage_gb: z.null() }),
  limits: z.strictObject({ minutes_limit: z.null(), requests_limit: z.null(), storage_limit_gb: z.null() }),
  costs: z.strictObject({
    minutes_cost: Amount,
    api_cost: Amount,
    storage_cost: Amount,
    total: Amount,
    currency: z.literal('USD'),
  }),
});
export type BillingUsageWire = z.infer<typeof BillingUsageWire>;

/** A month (`2026-11`, UTC) and what completed in it; `null` where nothing did. Costs are US dollars. */
export function renderBillingUsage(month: string, usage: UsageMonth | null): BillingUsageWire {
  const cost = (usage?.costUsdCents ?? 0) / 100;
  return {
    period: {
      start: startOfMonth(month),
      end: startOfMonth(monthsBefore(month, -1)),
      billing_cycle: 'monthly',
    },
    metrics: { minutes_analyzed: usage?.audioMinutes ?? 0, api_requests: null, storage_gb: null },
    limits: { minutes_limit: null, requests_limit: null, storage_limit_gb: null },
    costs: { minutes_cost: cost, api_cost: 0, storage_cost: 0, total: cost, currency: 'USD' },
  };
}
