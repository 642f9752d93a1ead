import type { Context } from 'hono';
import { Fault } from '../../domain/fault.ts';
import { prefixedToUuid } from '../../domain/ids.ts';
import { renderProfile } from '../../formats/v1-sessions/render.ts';
import { ProfileWire } from '../../formats/v1-sessions/wire.ts';
import { loadDocument } from '../../services/analyses/documents.ts';
import { readAnalysis } from '../../services/analyses/read.ts';
import { contextOf } from '../authentication.ts';
import { unlessCurrent } from '../conditional.ts';
import { reply } from '../reply.ts';
import type { SurfaceEnv } from '../surface.ts';

const PREFIX = 'anl_';

/** Two published services have the path `/v1/analyses/{id}`; the prefix of the id tells whose client asks. */
export function isProfileId(id: string): boolean {
  return id.startsWith(PREFIX);
}

export function isProfilePath(path: string): boolean {
  return /^\/v1\/analyses\/anl_[^/]*\/?$/.test(path);
}

export async function sendProfile(c: Context<SurfaceEnv>, profileId: string) {
  const id = prefixedToUuid(PREFIX, profileId);
  if (id === null) throw new Fault('analysis_not_found', undefined, { id: profileId });
  const analysis = await readAnalysis(contextOf(c), id);
  return unlessCurrent(c, analysis, 'session-profile', async () =>
    reply(c, ProfileWire, renderProfile(await loadDocument(c.env.deps, analysis)), 200),
  );
}
