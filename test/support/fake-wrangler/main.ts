// Stands in for wrangler: `node main.ts STATE_FILE …arguments`.
import { answer } from './answer.ts';

const [stateFile = '', ...args] = process.argv.slice(2);
const { ok, text } = answer(stateFile, args, process.env);
(ok ? process.stdout : process.stderr).write(`${text}\n`);
process.exitCode = ok ? 0 : 1;
