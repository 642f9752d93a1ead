import { Fault } from '../../domain/errors.ts';
import { splitSpeaker } from './speaker-lines.ts';
import { type DraftUtterance, MAX_UTTERANCES, type TranscriptFormat } from './transcript-format.ts';
import { joinCues } from './utterances.ts';

const TIME = String.raw`(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})`;
const TIMING = new RegExp(String.raw`^[ \t]*${TIME}[ \t]*-->[ \t]*${TIME}(?:[ \t].*)?$`, 'm');
const UNKNOWN_SPEAKER = 'speaker_0';

/** Cues of WebVTT. Source: W3C WebVTT, section 4; voices are speakers, other markup is left out. */
export const webVtt: TranscriptFormat<string> = {
  name: 'WebVTT',
  recognises: (text) => /^WEBVTT(\s|$)/.test(text),
  read: (text) => ({ language: null, utterances: joinCues(cuesOf(text, webVtt.name, voices)) }),
};

/** Cues of SubRip, which has no voices: a cue may start with its speaker, who speaks on until another is named. */
export const subRip: TranscriptFormat<string> = {
  name: 'SRT',
  recognises: (text) => TIMING.test(text),
  read: (text) => ({ language: null, utterances: joinCues(cuesOf(text, subRip.name, prefixes)) }),
};

type SpeakerText = { speaker: string | null; text: string };

function cuesOf(text: string, format: string, split: (payload: string) => SpeakerText[]): DraftUtterance[] {
  const cues: DraftUtterance[] = [];
  let speaker = UNKNOWN_SPEAKER;
  for (const block of text.split(/\n[ \t]*\n/)) {
    const timing = TIMING.exec(block);
    if (!timing) continue;
    const startMs = toMs(timing.slice(1, 5));
    const endMs = toMs(timing.slice(5, 9));
    if (endMs < startMs) throw backwards(format, timing[0]);
    for (const part of split(block.slice(timing.index + timing[0].length).trim())) {
      speaker = part.speaker ?? speaker;
      cues.push({ speaker, startMs, endMs, text: part.text });
    }
  }
  if (cues.length > MAX_UTTERANCES)
    throw new Fault('invalid_transcript', `A transcript may have at most ${MAX_UTTERANCES} cues.`, {
      format,
    });
  return cues;
}

/** `<v Alice>Hello</v>` names the speaker; without a voice a cue is read as SubRip is. */
function voices(payload: string): SpeakerText[] {
  const tags = voiceTags(payload);
  if (tags.length === 0) return prefixes(payload);
  const voiced = tags.map(({ name, end }, at) => ({
    speaker: plain(name) || null,
    text: plain(payload.slice(end, tags[at + 1]?.start)),
  }));
  const before = plain(payload.slice(0, tags[0]?.start));
  return before === '' ? voiced : [{ speaker: null, text: before }, ...voiced];
}

interface VoiceTag {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The tags `<v Name>` and `<v.class Name>`. Each is sought once and up to its end, so that tags that never end cost little. */
function voiceTags(payload: string): VoiceTag[] {
  const tags: VoiceTag[] = [];
  let from = 0;
  for (const { index } of payload.matchAll(/<v(?=[.\s])/g)) {
    if (index < from) continue;
    const close = payload.indexOf('>', index);
    if (close < 0) break;
    const name = /^(?:\.\S*)?\s+(.*)$/s.exec(payload.slice(index + '<v'.length, close))?.[1];
    from = close + 1;
    if (name !== undefined) tags.push({ name, start: index, end: from });
  }
  return tags;
}

function prefixes(payload: string): SpeakerText[] {
  const texts: { speaker: string | null; lines: string[] }[] = [];
  for (const line of payload.split('\n').map(plain)) {
    const named = splitSpeaker(line);
    const last = texts.at(-1);
    if (named) texts.push({ speaker: named.speaker, lines: [named.text] });
    else if (last) last.lines.push(line);
    else texts.push({ speaker: null, lines: [line] });
  }
  return texts.map(({ speaker, lines }) => ({ speaker, text: lines.join(' ').trim() }));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
  '&lrm;': '',
  '&rlm;': '',
  '&amp;': '&',
};

/** Without `<tags>` and `{\\overrides}`. Marks that nothing closes stay, and are not sought again. */
function withoutMarkup(text: string): string {
  const last = { '>': text.lastIndexOf('>'), '}': text.lastIndexOf('}') };
  const kept: string[] = [];
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(/<|\{\\/g)) {
    const close = mark === '<' ? '>' : '}';
    if (index < from || last[close] < index) continue;
    kept.push(text.slice(from, index));
    from = text.indexOf(close, index) + 1;
  }
  return kept.join('') + text.slice(from);
}

function plain(text: string): string {
  return withoutMarkup(text)
    .replaceAll(/&(?:lt|gt|quot|#39|nbsp|lrm|rlm|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function toMs(parts: readonly (string | undefined)[]): number {
  const [hours = '0', minutes = '0', seconds = '0', fraction = '0'] = parts;
  return (
    ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'))
  );
}

function backwards(format: string, timing: string): Fault {
  const message = `The transcript is not valid ${format}: a cue ends before it starts, "${timing.trim()}".`;
  return new Fault('invalid_transcript', message, { format });
}
