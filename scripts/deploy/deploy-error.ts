/** Why a deployment stopped and what to do about it, worded for the person at the terminal: printed without a stack. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
}
