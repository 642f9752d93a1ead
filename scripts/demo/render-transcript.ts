import type { Transcript } from '../../src/domain/transcript.ts';
import { clock, hang, type Page } from './layout.ts';
import { namesWidth, speakerName, type SpeakerNames } from './speakers.ts';

/** Each utterance after its time and speaker, wrapped beside them. */
export function renderTranscript(
  { utterances }: Transcript,
  names: SpeakerNames,
  { width, paint }: Page,
): string[] {
  const nameWidth = namesWidth(names);
  return utterances.flatMap(({ startMs, speaker, role, text }) => {
    const time = clock(startMs);
    const name = speakerName(names, speaker).padEnd(nameWidth);
    const [first = '', ...rest] = hang(`${time}  ${name}  `, text, width);
    const colour = role === 'agent' ? 'cyan' : 'magenta';
    const label = `${paint('dim', time)}  ${paint(colour, name)}  `;
    return [label + first.slice(time.length + name.length + 4), ...rest];
  });
}
