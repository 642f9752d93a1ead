import type { Role } from '../../domain/transcript.ts';
import type { Fields } from './fields.ts';
import { type DraftUtterance, jsonFormat, type TranscriptDraft } from './transcript-format.ts';

/** Words by which services tell the two sides of a call apart. Source: their published schemas. */
const ROLES: ReadonlyMap<string, Role> = new Map([
  ...[
    'agent',
    'assistant',
    'bot',
    'ai',
    'robot',
    'representative',
    'internal',
    'rep',
    'model',
    'operator',
  ].map((word) => [word, 'agent'] as const),
  ...['customer', 'user', 'caller', 'client', 'human', 'external', 'end_user', 'contact', 'lead'].map(
    (word) => [word, 'customer'] as const,
  ),
]);

/** Which side of the call a word of a service's schema means, and the label that side gets. */
export function sideOf(label: string | null): { speaker: string | null; role: Role } {
  const role = ROLES.get((label ?? '').toLowerCase()) ?? 'unknown';
  return { speaker: role === 'unknown' ? label : role, role };
}

/** What a machine wrote for itself is not said to anybody. */
const UNSPOKEN =
  /^(?:system|developer|tool|function|tool_calls?|tool_call_result|tool_call_invocation|action|node)/iu;

function spoken(turns: readonly Fields[], role: readonly string[]): Fields[] {
  return turns.filter((turn) => !UNSPOKEN.test(turn.label(...role) ?? ''));
}

/** Vapi: the messages of a call. Their time is since 1970, beside seconds of the call. */
export const vapi = jsonFormat({
  name: 'Vapi JSON',
  marks: ['messages[].message', 'messages[].role', 'messages[].secondsFromStart|time'],
  read: (value) => ({
    language: null,
    utterances: spoken(value.list('messages'), ['role']).map((turn) => {
      const startMs = turn.seconds('secondsFromStart');
      const [from, to] = [turn.milliseconds('time'), turn.milliseconds('endTime')];
      const forMs = turn.milliseconds('duration') ?? (from === null || to === null ? null : to - from);
      return {
        ...sideOf(turn.label('role')),
        startMs: startMs ?? from,
        endMs: startMs === null ? to : forMs === null ? null : startMs + forMs,
        text: turn.text('message'),
      };
    }),
  }),
});

/** Retell: turns with the times of their words. In seconds. */
export const retell = jsonFormat({
  name: 'Retell JSON',
  marks: ['transcript_object[].role', 'transcript_object[].content'],
  read: (value) => ({
    language: null,
    utterances: spoken(value.list('transcript_object'), ['role']).map((turn) => ({
      ...sideOf(turn.label('role')),
      startMs: null,
      endMs: null,
      text: turn.text('content'),
      words: turn.list('words').map((word) => ({
        text: word.text('word').trim(),
        startMs: word.seconds('start'),
        endMs: word.seconds('end'),
      })),
    })),
  }),
});

/** A conversation with an agent of ElevenLabs: when each turn begins, in whole seconds. */
export const elevenLabsAgent = jsonFormat({
  name: 'ElevenLabs conversation JSON',
  marks: ['transcript[].role', 'transcript[].message|time_in_call_secs'],
  read: (value) => ({
    language: value.label('metadata.main_language'),
    utterances: spoken(value.list('transcript'), ['role']).map((turn) => ({
      ...sideOf(turn.label('role')),
      startMs: turn.seconds('time_in_call_secs'),
      endMs: null,
      text: turn.text('message'),
    })),
  }),
});

/** Bland: lines with the time at which they were made. */
export const bland = jsonFormat({
  name: 'Bland JSON',
  marks: ['transcripts[].user', 'transcripts[].text'],
  read: (value) => ({
    language: null,
    utterances: spoken(value.list('transcripts'), ['user']).map((turn) => ({
      ...sideOf(turn.label('user')),
      startMs: turn.seconds('created_at'),
      endMs: null,
      text: turn.text('text'),
    })),
  }),
});

/** Messages of `role` and `content`, as language models are asked: in a list, or under `messages`. */
export const chatMessages = jsonFormat({
  name: 'chat messages JSON',
  marks: ['messages[].role', 'messages[].content'],
  read: (value) => readChat(value.list('messages')),
});

function readChat(messages: readonly Fields[]): TranscriptDraft {
  const utterances = spoken(messages, ['role']).map((turn): DraftUtterance => {
    const parts = turn.list('content').map((part) => part.text('text'));
    return {
      ...sideOf(turn.label('role')),
      startMs: null,
      endMs: null,
      text: turn.text('content') || parts.join(' '),
    };
  });
  return { language: null, utterances };
}
