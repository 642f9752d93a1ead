import { z } from 'zod';
import { DeployError } from './deploy-error.ts';
import type { Settings } from './settings.ts';

const Database = z.looseObject({
  binding: z.string(),
  database_name: z.string(),
  migrations_dir: z.string().optional(),
});
const Bucket = z.looseObject({ binding: z.string(), bucket_name: z.string() });
const Producer = z.looseObject({ queue: z.string() });
const Consumer = z.looseObject({ queue: z.string(), dead_letter_queue: z.string().optional() });

/** The parts of wrangler.toml that differ from deployment to deployment; the others are passed on as they are. */
export const BaseConfig = z.looseObject({
  name: z.string(),
  main: z.string(),
  vars: z.record(z.string(), z.string()),
  d1_databases: z.array(Database),
  r2_buckets: z.array(Bucket),
  queues: z.object({ producers: z.array(Producer), consumers: z.array(Consumer) }),
  assets: z.looseObject({ directory: z.string() }),
});
export type BaseConfig = z.infer<typeof BaseConfig>;

/** What a deployment consists of, by the names it has in the account. */
export interface Plan {
  readonly name: string;
  readonly settings: Settings;
  readonly vars: Readonly<Record<string, string>>;
  readonly databases: readonly {
    readonly binding: string;
    readonly name: string;
    readonly migrated: boolean;
  }[];
  readonly buckets: readonly string[];
  /** Dead letters included. */
  readonly queues: readonly string[];
}

/** Throws `DeployError` for a variable that there is none of. */
export function planOf(base: BaseConfig, name: string, settings: Settings): Plan {
  const named = namesOf(base.name, name);
  const { producers, consumers } = base.queues;
  const queues = [
    ...producers.map(({ queue }) => queue),
    ...consumers.flatMap(({ queue, dead_letter_queue: dead }) => [
      queue,
      ...(dead === undefined ? [] : [dead]),
    ]),
  ];
  return {
    name,
    settings,
    vars: varsOf(base, settings),
    databases: base.d1_databases.map(({ binding, database_name, migrations_dir }) => ({
      binding,
      name: named(database_name),
      migrated: migrations_dir !== undefined,
    })),
    buckets: base.r2_buckets.map(({ bucket_name }) => named(bucket_name)),
    queues: [...new Set(queues)].map(named),
  };
}

/** What a resource of wrangler.toml is called in a deployment: `debrief-jobs` of `acme` is `acme-jobs`. */
export function namesOf(baseName: string, name: string): (resource: string) => string {
  return (resource) => {
    if (resource === baseName) return name;
    return resource.startsWith(`${baseName}-`)
      ? `${name}${resource.slice(baseName.length)}`
      : `${name}-${resource}`;
  };
}

function varsOf(base: BaseConfig, { vars, jurisdiction, publicUrl }: Settings): Record<string, string> {
  const unknown = Object.keys(vars).find((key) => !Object.hasOwn(base.vars, key));
  if (unknown !== undefined)
    throw new DeployError(
      `settings.json sets "${unknown}", which is no variable of wrangler.toml. There are: ${Object.keys(base.vars).join(', ')}.`,
    );
  const own = ['JURISDICTION'].find((key) => Object.hasOwn(vars, key));
  if (own !== undefined)
    throw new DeployError(`settings.json sets "${own}" under "vars"; use "jurisdiction" beside it.`);
  const merged: Record<string, string> = { ...base.vars, ...vars, JURISDICTION: jurisdiction ?? '' };
  return { ...merged, PUBLIC_URL: merged['PUBLIC_URL'] || (publicUrl ?? '') };
}
