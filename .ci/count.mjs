// Prints the closing line of a test run: `node count.mjs RESULTS_JSON EXIT_STATUS`.
import { readFileSync } from 'node:fs';

const [, , path, status] = process.argv;
const text = readFileSync(path, 'utf8');
const results = text === '' ? { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 } : JSON.parse(text);
// A run that ended badly without a failed test (a static check, a broken file) counts as one failure.
const failed = results.numFailedTests || (status === '0' ? 0 : 1);
console.log(`${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests} skipped`);
