import type { EvalCall } from './calls.ts';
import { type Perturbation, PERTURBATIONS, vocabularyOf } from './perturb.ts';
import { type Reader, readAll } from './readers.ts';
import { type Case, rolesOf, scoreOf } from './rows.ts';

/** Shares of calls whose answer is another one when they are told a little differently; `null` where nothing is said. */
export interface Changes {
  readonly perturbation: string;
  readonly outcome: number | null;
  readonly roles: number | null;
  readonly tone: number | null;
  readonly kind: number | null;
  /** The score moves by more than five points, or is there in one of the two alone. */
  readonly score: number | null;
}

const MOST_POINTS = 5;

/** Reads the calls as they are and in every other way; same calls and seed, same changes of a reader that repeats itself. */
export async function measureChanges(
  reader: Reader,
  calls: readonly EvalCall[],
  seed: number,
  perturbations: Readonly<Record<string, Perturbation>> = PERTURBATIONS,
): Promise<{ readonly changes: Changes[]; readonly calls: Map<string, string[]> }> {
  const vocabulary = vocabularyOf(calls);
  const before = await readAll(reader, calls);
  const named = new Map<string, string[]>();
  const changes: Changes[] = [];
  for (const [perturbation, change] of Object.entries(perturbations)) {
    const after = await readAll(
      reader,
      calls.map((call) => change(call, vocabulary, seed)),
    );
    const differences = before.map((one, at) => ({ one, ...differencesOf(one, after[at] ?? one) }));
    for (const { one, ...differs } of differences) {
      const what = Object.entries(differs).flatMap(([name, differs]) => (differs ? [name] : []));
      if (what.length > 0)
        named.set(one.call.id, [...(named.get(one.call.id) ?? []), `${perturbation}: ${what.join(', ')}`]);
    }
    const share = (of: keyof Differences): number | null => {
      const known = differences.flatMap((entry) => entry[of] ?? []);
      return known.length === 0 ? null : known.filter(Boolean).length / known.length;
    };
    changes.push({
      perturbation,
      outcome: share('outcome'),
      roles: share('roles'),
      tone: share('tone'),
      kind: share('kind'),
      score: share('score'),
    });
  }
  return { changes, calls: named };
}

type Differences = Readonly<Record<'outcome' | 'roles' | 'tone' | 'kind' | 'score', boolean | null>>;

function differencesOf(before: Case, after: Case): Differences {
  const scores = [scoreOf(before), scoreOf(after)];
  const [one = null, other = null] = scores;
  const roles = [rolesOf(before), rolesOf(after)];
  return {
    outcome: before.answers.outcome !== after.answers.outcome,
    roles: roles[0] === null ? null : roles[0] !== roles[1],
    tone: before.answers.tone !== after.answers.tone,
    kind: before.answers.kind === null ? null : before.answers.kind !== after.answers.kind,
    score:
      one === null && other === null
        ? null
        : one === null || other === null || Math.abs(one - other) > MOST_POINTS,
  };
}
