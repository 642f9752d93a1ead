import { z } from 'zod';

const Count = z.int().nonnegative();
const Score = z.number().min(0).max(1);
const data = <Schema extends z.ZodType>(schema: Schema) => z.strictObject({ data: schema });

/** `GET /api/v1/public/recordings/{id}/results`. All times are milliseconds. */
export const ResultsWire = data(
  z.strictObject({
    recording_id: z.int().positive(),
    goals: z.array(
      z.strictObject({
        goal_id: z.int().positive(),
        goal_name: z.string(),
        met: z.boolean(),
        score: Score,
        explanation: z.string(),
      }),
    ),
    pauses: z.array(
      z.strictObject({
        start_ms: Count,
        end_ms: Count,
        duration_ms: Count,
        compliant: z.boolean(),
        after_dialogue_id: z.int().positive(),
      }),
    ),
  }),
);
export type ResultsWire = z.infer<typeof ResultsWire>;

export const EMOTIONS = [
  'happy',
  'neutral',
  'calm',
  'sad',
  'angry',
  'fearful',
  'surprised',
  'disgust',
] as const;

/** `GET …/{id}/transcription`. */
export const TranscriptionWire = data(
  z.strictObject({
    recording_id: z.int().positive(),
    language: z.string(),
    full_text: z.string(),
    dialogues: z.array(
      z.strictObject({
        id: z.int().positive(),
        position: z.int().positive(),
        speaker: z.string(),
        voice_profile_id: z.null(),
        voice_profile_name: z.null(),
        text: z.string(),
        start_ms: Count,
        end_ms: Count,
        emotion: z.record(z.enum(EMOTIONS), Score),
      }),
    ),
  }),
);
export type TranscriptionWire = z.infer<typeof TranscriptionWire>;

/** `GET …/{id}/summary`. `goal_achievement` is the percentage of goals that were met. */
export const SummaryWire = data(
  z.strictObject({
    recording_id: z.int().positive(),
    summary: z.string().nullable(),
    duration_ms: Count,
    speakers: z.array(z.string()),
    goal_achievement: z.number().min(0).max(100).nullable(),
  }),
);
export type SummaryWire = z.infer<typeof SummaryWire>;

export const Status = z.enum(['pending', 'processing', 'completed', 'failed']);

/** `GET …/{id}` and the answer of `PATCH`. */
export const RecordingWire = data(
  z.strictObject({
    id: z.int().positive(),
    public_id: z.uuid(),
    name: z.string(),
    status: Status,
    language: z.string(),
    duration_ms: Count.nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    dialogues_count: Count,
    goals_evaluated: z.boolean(),
    keywords_detected: Count,
    pauses_detected: Count,
    audio_attached: z.boolean(),
  }),
);
export type RecordingWire = z.infer<typeof RecordingWire>;

/** `GET /api/v1/public/recordings`. */
export const RecordingListWire = z.strictObject({
  data: z.array(
    z.strictObject({
      id: z.int().positive(),
      public_id: z.uuid(),
      name: z.string(),
      status: Status,
      duration_ms: Count.nullable(),
      created_at: z.iso.datetime(),
      speakers: z.array(z.string()),
      goal_achievement: z.number().min(0).max(100).nullable(),
    }),
  ),
  meta: z.strictObject({
    current_page: z.int().positive(),
    total_pages: Count,
    total_count: Count,
    per_page: z.int().positive(),
  }),
});
export type RecordingListWire = z.infer<typeof RecordingListWire>;

/** The answer of an upload: both the integer and the public id, as the two generations of clients read either. */
export const UploadedWire = data(
  z.strictObject({
    id: z.int().positive(),
    public_id: z.uuid(),
    status: Status,
    created_at: z.iso.datetime(),
  }),
);
export type UploadedWire = z.infer<typeof UploadedWire>;
