import type { Transcript } from '../../domain/transcript.ts';
import { renderCsv } from './csv.ts';
import { renderPlainText } from './plain-text.ts';
import { renderSrt } from './srt.ts';
import { renderVtt } from './vtt.ts';

interface TextFormat {
  /** Media type with its parameters. */
  readonly contentType: string;
  /** Ending of a file name, without the dot. */
  readonly extension: string;
  readonly render: (transcript: Transcript) => string;
}

/** The formats of a transcript that are files rather than JSON. All are UTF-8 and name the speaker of every part. */
export const TEXT_FORMATS = {
  text: { contentType: 'text/plain; charset=utf-8', extension: 'txt', render: renderPlainText },
  srt: { contentType: 'application/x-subrip; charset=utf-8', extension: 'srt', render: renderSrt },
  vtt: { contentType: 'text/vtt; charset=utf-8', extension: 'vtt', render: renderVtt },
  csv: { contentType: 'text/csv; charset=utf-8; header=present', extension: 'csv', render: renderCsv },
} as const satisfies Record<string, TextFormat>;
