import type { Analysis } from '../../domain/analysis.ts';
import { Fault } from '../../domain/fault.ts';
import type { CallbackAddress } from '../../domain/webhook.ts';
import type { Context } from '../deps.ts';

/**
 * Has one more address told how the analysis ends, at once where it has ended. Throws `url_not_allowed`,
 * `too_many_callbacks`.
 */
export async function followCall(
  { deps }: Context,
  { id }: Analysis,
  follower: CallbackAddress,
): Promise<void> {
  deps.outbound.check(follower.url);
  if (!(await deps.objects.follow(id, follower))) throw new Fault('too_many_callbacks', undefined, { id });
}
