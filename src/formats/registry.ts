import { uuidToPrefixed } from '../domain/ids.ts';

/** The path of an analysis in each of the published formats. */
export function linksTo(id: string) {
  return {
    v1_analyses: `/v1/analyses/${id}`,
    v1_analysis: `/v1/analysis/${uuidToPrefixed('ana_', id)}`,
    api_v1_analysis: `/api/v1/analysis/${id}`,
    public_recordings: `/api/v1/public/recordings/${id}/results`,
  };
}
