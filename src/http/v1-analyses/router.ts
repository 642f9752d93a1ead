import { joinRouters } from '../router.ts';
import { analysisRouter } from './analysis.ts';
import { audioRouter } from './audio.ts';
import { eventsRouter } from './events.ts';
import { lifecycleRouter } from './lifecycle.ts';
import { listRouter } from './list.ts';
import { reportsRouter } from './reports.ts';
import { submitRouter } from './submit.ts';
import { transcriptRouter } from './transcript.ts';

/** Analyses in the sales coaching format, and the routes about one analysis that all formats share. */
export const v1AnalysesRouter = joinRouters([
  submitRouter,
  listRouter,
  analysisRouter,
  reportsRouter,
  transcriptRouter,
  audioRouter,
  eventsRouter,
  lifecycleRouter,
]);
