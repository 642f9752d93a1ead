/** Takes one line of what a part of the system has to say. */
export type Log = (source: LogSource, line: string) => void;

type LogSource = 'start' | 'ai' | 'api';

/** One aligned line per message; `write` gets complete lines. */
export function prefixedLog(write: (text: string) => void): Log {
  return (source, line) => write(`${source.padEnd(5)} │ ${line}\n`);
}
