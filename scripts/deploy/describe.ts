import type { Plan } from './plan.ts';

/** What a deployment makes and does, in order, for people. Nothing of it is done. */
export function describePlan({ name, settings, databases, buckets, queues }: Plan, config: string): string {
  const { jurisdiction, domain } = settings;
  const within = jurisdiction === undefined ? '' : ` within "${jurisdiction}"`;
  return [
    `"npm run deploy" with these options makes what is missing of the following, and leaves what is there:`,
    ...databases.map((database) => `  D1 database ${database.name}${within}`),
    ...buckets.map((bucket) => `  R2 bucket ${bucket}${within}`),
    ...queues.map((queue) => `  queue ${queue}`),
    `  secret SECRETS_KEY, at random`,
    'Then it',
    `  writes ${config}`,
    ...databases
      .filter(({ migrated }) => migrated)
      .map((database) => `  applies the migrations of ${database.name}`),
    `  deploys the Worker ${name}${domain === undefined ? '' : `, reached at https://${domain}`}`,
    '  makes the first API key where there is none, and shows it once',
  ].join('\n');
}
