import { parseXml, XmlElement, type XmlNode, XmlText } from '@rgrove/parse-xml';
import { Fault } from '../../domain/errors.ts';
import { clockOf, timeOf } from './fields.ts';
import { findNames, type SpeakerNames } from './speaker-lines.ts';
import type { DraftUtterance, TextFormat, TranscriptDraft } from './transcript-format.ts';
import { joinCues } from './utterances.ts';

const TIME = String.raw`((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})`;
const ARROW = new RegExp(String.raw`^[ \t]*${TIME}[ \t]*-->[ \t]*${TIME}(?:[ \t].*)?$`, 'u');
const PAIR = new RegExp(String.raw`^${TIME},${TIME}$`, 'u');
const FIRST_ARROW = new RegExp(ARROW.source, 'mu');
const FIRST_PAIR = new RegExp(PAIR.source, 'mu');
const CUE_MARK = 'a line of times, such as "00:00:01,000 --> 00:00:04,000"';

/** Cues of WebVTT. Source: W3C WebVTT, section 4; voices are speakers, other markup is left out. */
export const webVtt: TextFormat = {
  name: 'WebVTT',
  marks: (text) => [
    { mark: '"WEBVTT" in the first line', found: /^WEBVTT(\s|$)/u.test(text) },
    { mark: CUE_MARK, found: FIRST_ARROW.test(text) },
  ],
  read: (text) => readCues(cuesOf(text, ARROW, true)),
};

/** Cues of SubRip, which has no voices: a cue may start with its speaker, who speaks on until another is named. */
export const subRip: TextFormat = {
  name: 'SRT',
  marks: (text) => [{ mark: CUE_MARK, found: FIRST_ARROW.test(text) }],
  read: (text) => readCues(cuesOf(text, ARROW, false)),
};

/** Cues of SubViewer, as YouTube writes them. */
export const subViewer: TextFormat = {
  name: 'SBV',
  marks: (text) => [
    { mark: 'a line of times, such as "0:00:01.000,0:00:04.000"', found: FIRST_PAIR.test(text) },
  ],
  read: (text) => readCues(cuesOf(text, PAIR, false)),
};

interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

/** Cues begin at lines of times, whether or not an empty line stands before: a number or name right above belongs to them. */
function cuesOf(text: string, timing: RegExp, isVtt: boolean): Cue[] {
  const cues: (Cue & { lines: string[] })[] = [];
  const lines = text.split('\n');
  for (const line of lines) {
    const [, from, to] = timing.exec(line) ?? [];
    const last = cues.at(-1);
    if (from !== undefined && to !== undefined) {
      if (last) last.lines = withoutCueName(last.lines, isVtt);
      cues.push({ startMs: clockOf(from) ?? 0, endMs: clockOf(to) ?? 0, lines: [] });
    } else last?.lines.push(line.trim());
  }
  const last = cues.at(-1);
  if (last) last.lines = isVtt ? untilEmpty(last.lines) : last.lines.filter((line) => line !== '');
  return cues;
}

/** Without the name or number of the cue that follows. In WebVTT an empty line ends a cue. */
function withoutCueName(lines: readonly string[], isVtt: boolean): string[] {
  if (isVtt && lines.includes('')) return untilEmpty(lines);
  const named = /^\d+$/u.test(lines.at(-1) ?? '') ? lines.slice(0, -1) : lines;
  return named.filter((line) => line !== '');
}

function untilEmpty(lines: readonly string[]): string[] {
  const empty = lines.indexOf('');
  return lines.slice(0, empty < 0 ? lines.length : empty);
}

function readCues(found: readonly Cue[]): TranscriptDraft {
  const { cues, repeated } = withoutRepeated(found);
  const names = findNames(cues.flatMap(({ lines }) => (lines.some(hasVoice) ? [] : lines.map(plain))));
  let speaker: string | null = null;
  const parts = cues.flatMap(({ startMs, endMs, lines }) =>
    partsOf(lines, names).map((part): DraftUtterance => {
      speaker = part.speaker ?? speaker;
      return { speaker, startMs, endMs, text: part.text };
    }),
  );
  return {
    language: null,
    utterances: joinCues(parts),
    wallClock: (cues[0]?.startMs ?? 0) >= 60 * 60 * 1000,
    repairs: repeated > 0 ? [{ what: 'text_repeated', count: repeated }] : [],
  };
}

/** Of how many cues in a row a line is shown again before it is taken for rolling, not for somebody who says it twice. */
const ROLLING_SHARE = 0.3;

/** Captions that roll show their last lines again at the beginning of the next cue: each line is said once. */
function withoutRepeated(cues: readonly Cue[]): { cues: readonly Cue[]; repeated: number } {
  const overlaps = cues.map((cue, at) => overlap(cues[at - 1]?.lines ?? [], cue.lines));
  const rolling = overlaps.filter((lines) => lines > 0).length;
  if (rolling < 2 || rolling < cues.length * ROLLING_SHARE) return { cues, repeated: 0 };
  return {
    cues: cues
      .map((cue, at) => ({ ...cue, lines: cue.lines.slice(overlaps[at]) }))
      .filter(({ lines }) => lines.length > 0),
    repeated: rolling,
  };
}

/** How many lines at the end of one cue are those at the beginning of the next; at most three are looked at. */
function overlap(before: readonly string[], after: readonly string[]): number {
  for (const count of [3, 2, 1]) {
    if (count > before.length || count > after.length) continue;
    const end = before.slice(-count).map(plain).join('\n');
    if (end !== '' && end === after.slice(0, count).map(plain).join('\n')) return count;
  }
  return 0;
}

type SpeakerText = { readonly speaker: string | null; readonly text: string };

/** `<v Alice>Hello</v>` names the speaker; without a voice lines may begin with one. */
function partsOf(lines: readonly string[], names: SpeakerNames): SpeakerText[] {
  return lines.some(hasVoice) ? voices(lines.join('\n')) : prefixes(lines, names);
}

function prefixes(lines: readonly string[], names: SpeakerNames): SpeakerText[] {
  const texts: { speaker: string | null; lines: string[] }[] = [];
  for (const line of lines.map(plain)) {
    const named = names.split(line);
    const last = texts.at(-1);
    if (named) texts.push({ speaker: named.speaker, lines: [named.text] });
    else if (last) last.lines.push(line);
    else texts.push({ speaker: null, lines: [line] });
  }
  return texts.map(({ speaker, lines: some }) => ({ speaker, text: some.join(' ').trim() }));
}

function hasVoice(line: string): boolean {
  return /<v[.\s]/u.test(line);
}

function voices(payload: string): SpeakerText[] {
  const tags = voiceTags(payload);
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
  for (const { index } of payload.matchAll(/<v(?=[.\s])/gu)) {
    if (index < from) continue;
    const close = payload.indexOf('>', index);
    if (close < 0) break;
    const name = /^(?:\.\S*)?\s+(.*)$/su.exec(payload.slice(index + '<v'.length, close))?.[1];
    from = close + 1;
    if (name !== undefined) tags.push({ name, start: index, end: from });
  }
  return tags;
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
  for (const { 0: mark, index } of text.matchAll(/<|\{\\/gu)) {
    const close = mark === '<' ? '>' : '}';
    if (index < from || last[close] < index) continue;
    kept.push(text.slice(from, index));
    from = text.indexOf(close, index) + 1;
  }
  return kept.join('') + text.slice(from);
}

function plain(text: string): string {
  return withoutMarkup(text)
    .replaceAll(/&(?:lt|gt|quot|#39|nbsp|lrm|rlm|amp);/gu, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** Paragraphs of TTML, with agents as speakers. Source: W3C TTML2, sections 8, 12.1 and 14. */
export const ttml: TextFormat = {
  name: 'TTML',
  marks: (text) => [
    {
      mark: 'a root element "tt"',
      found: /^\s{0,100}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--|<(?:\w{1,20}:)?tt[\s>])/u.test(text),
    },
  ],
  read(text) {
    const root = xmlRoot(text);
    const agents = new Map<string, string>();
    const paragraphs: XmlElement[] = [];
    const visit = (element: XmlElement): void => {
      const name = localName(element.name);
      if (name === 'agent') agents.set(attribute(element, 'id') ?? '', plain(element.text));
      else if (name === 'p') paragraphs.push(element);
      else for (const child of element.children) if (child instanceof XmlElement) visit(child);
    };
    if (root) visit(root);
    const rate = Number(root && attribute(root, 'tickRate')) || 1;
    return {
      language: (root && attribute(root, 'lang')) ?? null,
      utterances: joinCues(paragraphs.map((one) => paragraph(one, agents, rate))),
    };
  },
};

function xmlRoot(text: string): XmlElement | null {
  try {
    return parseXml(text).root;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new Fault('invalid_transcript', `The transcript is not valid TTML: ${reason}.`, { format: 'TTML' });
  }
}

function paragraph(element: XmlElement, agents: ReadonlyMap<string, string>, rate: number): DraftUtterance {
  const agent = attribute(element, 'agent');
  const startMs = ttmlTime(attribute(element, 'begin'), rate);
  const forMs = ttmlTime(attribute(element, 'dur'), rate);
  return {
    speaker: agent === null ? null : agents.get(agent) || agent,
    startMs,
    endMs:
      ttmlTime(attribute(element, 'end'), rate) ??
      (startMs === null || forMs === null ? null : startMs + forMs),
    text: spokenText(element).replaceAll(/\s+/gu, ' ').trim(),
  };
}

function spokenText(node: XmlNode): string {
  if (node instanceof XmlText) return node.text;
  if (!(node instanceof XmlElement)) return '';
  return localName(node.name) === 'br' ? ' ' : node.children.map(spokenText).join('');
}

/** Clock times, seconds and milliseconds, and ticks. */
function ttmlTime(value: string | null, rate: number): number | null {
  const ticks = /^(\d{1,15})t$/u.exec(value ?? '')?.[1];
  return ticks === undefined ? timeOf(value, 1000) : Math.round((Number(ticks) / rate) * 1000);
}

function attribute(element: XmlElement, name: string): string | null {
  const found = Object.entries(element.attributes).find(([key]) => localName(key) === name);
  return found?.[1] ?? null;
}

function localName(name: string): string {
  return name.split(':').at(-1) ?? name;
}
