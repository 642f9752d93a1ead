/** A reason why the system cannot start or go on, worded for the person at the terminal: printed without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
