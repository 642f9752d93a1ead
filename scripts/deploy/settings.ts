import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { DeployError } from './deploy-error.ts';

export const Jurisdiction = z.enum(['eu', 'fedramp']);
export type Jurisdiction = z.infer<typeof Jurisdiction>;

const Settings = z.strictObject({
  /** Absent: anywhere. */
  jurisdiction: Jurisdiction.optional(),
  /** Host name it is reached at besides workers.dev; the zone belongs to the account. */
  domain: z.string().optional(),
  /** Where it was found to be reached, once it was deployed. */
  publicUrl: z.url({ protocol: /^https$/ }).optional(),
  /** In the place of `[vars]` of wrangler.toml. */
  vars: z.record(z.string(), z.string()).default({}),
});
/** What distinguishes one deployment of this code from another; holds no secret. */
export type Settings = z.infer<typeof Settings>;

const fileIn = (folder: string) => path.join(folder, 'settings.json');

/** The settings of a deployment; `null`: there is none yet. Throws `DeployError` where the file is damaged. */
export async function readSettings(folder: string): Promise<Settings | null> {
  const file = fileIn(folder);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return Settings.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new DeployError(`${file} cannot be used:\n${reason}\nCorrect it and run the command again.`);
  }
}

export async function writeSettings(folder: string, settings: Settings): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(fileIn(folder), `${JSON.stringify(settings, null, 2)}\n`);
}

/** Settings with what the command line says in addition. Throws `DeployError` for another jurisdiction than before. */
export function withArguments(
  stored: Settings | null,
  asked: { readonly jurisdiction: Jurisdiction | undefined; readonly domain: string | undefined },
): Settings {
  const { jurisdiction, domain } = asked;
  if (stored && jurisdiction !== undefined && jurisdiction !== stored.jurisdiction)
    throw new DeployError(
      `This deployment keeps its data ${stored.jurisdiction ? `within "${stored.jurisdiction}"` : 'anywhere'}, and data does not move ` +
        `from one jurisdiction to another. Make a new deployment: npm run deploy -- --name OTHER --jurisdiction ${jurisdiction}`,
    );
  const settings = stored ?? { vars: {} };
  const movesHost = domain !== undefined && domain !== settings.domain;
  return {
    ...settings,
    ...(jurisdiction !== undefined && { jurisdiction }),
    ...(domain !== undefined && { domain }),
    ...(movesHost && { publicUrl: `https://${domain}` }),
  };
}
