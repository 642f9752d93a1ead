/** Every path of a JSON value, as `analysis.feedback_v5.clarity.positive` or `transcript.utterances[].start`, sorted. */
export function pathsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value))
    return [...new Set(value.flatMap((item) => pathsOf(item, `${prefix}[]`)))].toSorted();
  if (typeof value !== 'object' || value === null) return [prefix];
  const entries = Object.entries(value);
  if (entries.length === 0) return [prefix];
  return entries
    .flatMap(([name, member]) => pathsOf(member, prefix === '' ? name : `${prefix}.${name}`))
    .toSorted();
}
