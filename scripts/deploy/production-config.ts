import path from 'node:path';
import { type BaseConfig, namesOf, type Plan } from './plan.ts';

/**
 * The wrangler configuration of one deployment, to be written into `folder`: wrangler.toml of `root` with this deployment's
 * names, database ids (by name), variables and jurisdiction. Paths are relative to `folder`.
 */
export function productionConfig(
  base: BaseConfig,
  plan: Plan,
  databaseIds: ReadonlyMap<string, string>,
  { root, folder }: { readonly root: string; readonly folder: string },
): Record<string, unknown> {
  const named = namesOf(base.name, plan.name);
  const moved = (file: string) => path.relative(folder, path.resolve(root, file));
  const { jurisdiction, domain } = plan.settings;
  return {
    ...base,
    name: plan.name,
    main: moved(base.main),
    ...(domain !== undefined && { routes: [{ pattern: domain, custom_domain: true }], workers_dev: true }),
    vars: plan.vars,
    d1_databases: base.d1_databases.map(({ migrations_dir, database_name, ...database }) => ({
      ...database,
      database_name: named(database_name),
      database_id: databaseIds.get(named(database_name)) ?? database['database_id'],
      // Scripts that are given this file and --remote reach the deployed databases.
      remote: true,
      ...(migrations_dir !== undefined && { migrations_dir: moved(migrations_dir) }),
    })),
    r2_buckets: base.r2_buckets.map((bucket) => ({
      ...bucket,
      bucket_name: named(bucket.bucket_name),
      ...(jurisdiction !== undefined && { jurisdiction }),
    })),
    queues: {
      producers: base.queues.producers.map((producer) => ({ ...producer, queue: named(producer.queue) })),
      consumers: base.queues.consumers.map(({ dead_letter_queue: dead, ...consumer }) => ({
        ...consumer,
        queue: named(consumer.queue),
        ...(dead !== undefined && { dead_letter_queue: named(dead) }),
      })),
    },
    assets: { ...base.assets, directory: moved(base.assets.directory) },
  };
}
