import type { Behaviour } from './workers-ai-contract.ts';

/** One utterance of an answer; times in seconds. */
export interface SpokenText {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly speaker?: number;
  readonly channel?: number;
}

interface TimedWord {
  word: string;
  start: number;
  end: number;
}

function wordsOf({ start, end, text }: SpokenText): TimedWord[] {
  const words = text.split(' ');
  const each = (end - start) / words.length;
  return words.map((word, at) => ({ word, start: start + at * each, end: start + (at + 1) * each }));
}

/** nova-3. With `diarize` and `utterances`; a call without speakers has neither `speaker` nor more than one channel. */
export function nova3Result(utterances: readonly SpokenText[], { language = 'en', channels = 1 } = {}) {
  const words = utterances.flatMap((one) =>
    wordsOf(one).map(({ word, ...times }) => ({
      word: word.toLowerCase().replace(/[.,?!]/g, ''),
      punctuated_word: word,
      ...times,
      confidence: 0.98,
      ...(one.speaker !== undefined && { speaker: one.speaker, speaker_confidence: 0.8 }),
    })),
  );
  const transcript = utterances.map(({ text }) => text).join(' ');
  const alternatives = [{ transcript, confidence: 0.98, words }];
  return {
    metadata: {
      request_id: 'a1b2c3',
      duration: utterances.at(-1)?.end ?? 0,
      channels,
      models: ['nova-3'],
    },
    results: {
      channels: Array.from({ length: channels }, () => ({ detected_language: language, alternatives })),
      utterances: utterances.map((one, at) => ({
        id: `utterance-${at}`,
        start: one.start,
        end: one.end,
        confidence: 0.98,
        channel: one.channel ?? 0,
        transcript: one.text,
        words: wordsOf(one),
        ...(one.speaker !== undefined && { speaker: one.speaker }),
      })),
    },
  };
}

/** whisper-large-v3-turbo: segments with words, no speakers. */
export function whisperResult(utterances: readonly SpokenText[], language = 'en') {
  const duration = utterances.at(-1)?.end ?? 0;
  return {
    transcription_info: { language, language_probability: 0.99, duration, duration_after_vad: duration },
    text: utterances.map(({ text }) => text).join(' '),
    word_count: utterances.flatMap(wordsOf).length,
    segments: utterances.map((one) => ({
      start: one.start,
      end: one.end,
      text: ` ${one.text}`,
      temperature: 0,
      avg_logprob: -0.2,
      compression_ratio: 1.4,
      no_speech_prob: 0.01,
      words: wordsOf(one).map(({ word, ...times }) => ({ word: ` ${word}`, ...times })),
    })),
    vtt: 'WEBVTT',
  };
}

const usage = { prompt_tokens: 900, completion_tokens: 300, total_tokens: 1200 };

/** llama's JSON mode: `response` is an object at run time, text as the types say. */
export function llamaResult(content: unknown, form: 'object' | 'text' = 'object'): Behaviour {
  const response = form === 'text' ? JSON.stringify(content) : content;
  return { kind: 'result', result: { response, usage, tool_calls: [] } };
}

/** A chat completion, as gemma and OpenAI-compatible servers answer. `finish` is `length` where the answer was cut. */
export function chatResult(content: string, finish: 'stop' | 'length' = 'stop'): Behaviour {
  const message = { role: 'assistant', content, refusal: null, reasoning_content: null };
  const choices = [{ index: 0, message, finish_reason: finish, logprobs: null }];
  return {
    kind: 'result',
    result: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_790_000_000,
      model: 'm',
      choices,
      usage,
    },
  };
}
