import type { Report } from '../../analysis/report.ts';
import type { Analysis, Status as AnalysisStatus } from '../../domain/analysis.ts';
import { isRecording } from '../../domain/submission.ts';
import { type CanonicalDocument, type CompletedDocument, toIsoSeconds } from '../published-format.ts';
import type {
  RecordingListWire,
  RecordingWire,
  ResultsWire,
  SummaryWire,
  TranscriptionWire,
  UploadedWire,
} from './schema.ts';

/** Dialogue ids are unique in an account: the recording's number and the position of the utterance in it. */
const DIALOGUES_PER_RECORDING = 100_000;

/** Emotions of an utterance without words, or in a language that is not analysed. */
const NEUTRAL = { happy: 0, neutral: 1, calm: 0, sad: 0, angry: 0, fearful: 0, surprised: 0, disgust: 0 };

const STATUSES: Record<AnalysisStatus, RecordingWire['data']['status']> = {
  queued: 'pending',
  processing: 'processing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
};

/** `number` is the integer by which the account knows the recording. */
export function renderResults({ report }: CompletedDocument, number: number): ResultsWire {
  return {
    data: {
      recording_id: number,
      goals: report.goals.goals.map((goal) => ({
        goal_id: goal.number,
        goal_name: goal.name,
        met: goal.met,
        score: goal.score,
        explanation: goal.explanation,
      })),
      pauses: report.conversation.pauses.map((pause) => ({
        start_ms: pause.startMs,
        end_ms: pause.endMs,
        duration_ms: pause.durationMs,
        compliant: pause.compliant,
        after_dialogue_id: dialogueId(number, pause.afterUtterance),
      })),
    },
  };
}

/** The utterances as dialogues, each with its emotions. Times are milliseconds. */
export function renderTranscription(
  { transcript, report }: CompletedDocument,
  number: number,
): TranscriptionWire {
  const emotions = new Map(
    report.emotions.utterances.map(({ utterance, distribution }) => [utterance, distribution]),
  );
  return {
    data: {
      recording_id: number,
      language: transcript.language,
      full_text: transcript.utterances.map(({ text }) => text).join(' '),
      dialogues: transcript.utterances.map((utterance) => ({
        id: dialogueId(number, utterance.index),
        position: utterance.index + 1,
        speaker: utterance.speaker,
        voice_profile_id: null,
        voice_profile_name: null,
        text: utterance.text,
        start_ms: utterance.startMs,
        end_ms: utterance.endMs,
        emotion: emotions.get(utterance.index) ?? NEUTRAL,
      })),
    },
  };
}

/** The summary in brief, and the percentage of goals that were met. */
export function renderSummary({ transcript, report }: CompletedDocument, number: number): SummaryWire {
  return {
    data: {
      recording_id: number,
      summary: report.summary.brief,
      duration_ms: transcript.durationMs,
      speakers: speakersOf(report),
      goal_achievement: report.goals.achievement,
    },
  };
}

/** The state of a recording, whatever its status. */
export function renderRecording(
  { analysis, transcript, report }: CanonicalDocument,
  number: number,
): RecordingWire {
  const { submission, status, createdAt, startedAt, completedAt } = analysis;
  return {
    data: {
      id: number,
      public_id: analysis.id,
      name: nameOf(analysis),
      status: STATUSES[status],
      language: transcript?.language ?? submission.options.language ?? 'en',
      duration_ms: analysis.durationMs,
      created_at: toIsoSeconds(createdAt),
      updated_at: toIsoSeconds(completedAt ?? startedAt ?? createdAt),
      dialogues_count: transcript?.utterances.length ?? 0,
      goals_evaluated: report !== null && report.goals.goals.length > 0,
      keywords_detected: report?.keywords.keywords.filter(({ count }) => count > 0).length ?? 0,
      pauses_detected: report?.conversation.pauses.length ?? 0,
      audio_attached: isRecording(submission.source),
    },
  };
}

/** The recording as an entry of the list. */
export function renderListed(
  { analysis, report }: CanonicalDocument,
  number: number,
): RecordingListWire['data'][number] {
  return {
    id: number,
    public_id: analysis.id,
    name: nameOf(analysis),
    status: STATUSES[analysis.status],
    duration_ms: analysis.durationMs,
    created_at: toIsoSeconds(analysis.createdAt),
    speakers: report ? speakersOf(report) : [],
    goal_achievement: report?.goals.achievement ?? null,
  };
}

/** The answer to an upload. */
export function renderUploaded(analysis: Analysis, number: number): UploadedWire {
  const { id, status, createdAt } = analysis;
  return {
    data: { id: number, public_id: id, status: STATUSES[status], created_at: toIsoSeconds(createdAt) },
  };
}

function dialogueId(number: number, utterance: number): number {
  return number * DIALOGUES_PER_RECORDING + utterance + 1;
}

function speakersOf({ conversation }: Report): string[] {
  return conversation.speakers.map(({ speaker }) => speaker);
}

function nameOf({ submission: { name, source, contactId }, id }: Analysis): string {
  return name ?? (source.kind === 'upload' ? source.fileName : null) ?? contactId ?? id;
}
