/** Why the demo could not show a report, worded for the person at the terminal. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}
